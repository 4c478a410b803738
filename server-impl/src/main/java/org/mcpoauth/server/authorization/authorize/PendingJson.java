package org.mcpoauth.server.authorization.authorize;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.support.json.StoredNumbers;
import org.mcpoauth.spi.support.json.StrictJson;

/** Pending authorizations as text. */
final class PendingJson {
    private final ParametersJson json;

    PendingJson(StrictJson json) {
        this.json = new ParametersJson(json);
    }

    String write(PendingAuthorization pending) {
        JsonObjectBuilder object = json.object(pending.parameters())
                .add("client_id", pending.clientId())
                .add("requested", pending.requestedAt().toEpochMilli())
                .add("browser", pending.browser())
                .add("switching", pending.isSwitching())
                .add("tries", pending.tries());
        if (pending.asked() != null) {
            object.add("asked", pending.asked().toString());
        }
        return json.write(object);
    }

    PendingAuthorization read(String text) {
        return json.read(text, PendingJson::pending);
    }

    private static PendingAuthorization pending(JsonObject object) {
        String asked = object.getString("asked", null);
        return new PendingAuthorization(
                object.getString("client_id"),
                ParametersJson.parameters(object),
                StoredNumbers.instant(object, "requested"),
                object.getString("browser"),
                asked == null ? null : Scopes.parse(asked),
                object.getBoolean("switching", false),
                StoredNumbers.count(object, "tries"));
    }
}
