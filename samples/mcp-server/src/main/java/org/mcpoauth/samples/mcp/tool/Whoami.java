package org.mcpoauth.samples.mcp.tool;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.samples.mcp.json.JsonText;

/** Tells the caller whom the token stands for. */
public final class Whoami implements Tool {

    @Override
    public String name() {
        return "whoami";
    }

    @Override
    public String description() {
        return "Tells whom the access token stands for: subject, client and issuer.";
    }

    @Override
    public Parameters parameters() {
        return Parameters.NONE;
    }

    @Override
    public ToolAnswer call(ToolCall call) {
        TokenPrincipal caller = call.caller();
        Issuer issuer = caller.issuer();
        JsonObjectBuilder json = JsonText.object();
        add(json, "sub", caller.subject());
        add(json, "clientId", caller.clientId());
        add(json, "iss", issuer == null ? null : issuer.value());
        return ToolAnswer.of(new String(JsonText.write(json.build()), StandardCharsets.UTF_8));
    }

    private static void add(JsonObjectBuilder json, String member, @Nullable String value) {
        if (value == null) {
            json.add(member, JsonValue.NULL);
        } else {
            json.add(member, value);
        }
    }
}
