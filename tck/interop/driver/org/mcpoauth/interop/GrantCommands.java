package org.mcpoauth.interop;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequestOptions;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.IntrospectionResponse;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;
import org.mcpoauth.spi.McpOAuthRuntime;

/** Single requests to an authorization server, by a client it knows. */
final class GrantCommands {
    private final McpOAuthRuntime runtime;
    private final JsonObject command;

    GrantCommands(McpOAuthRuntime runtime, JsonObject command) {
        this.runtime = runtime;
        this.command = command;
    }

    JsonValue perform() {
        return switch (command.getString("op")) {
            case "introspect" -> introspect();
            case "end" -> end();
            case "push" -> push();
            case "refresh" -> token(new Grant.RefreshToken(given("token"), scopes(), resource()), key());
            case "credentials" -> token(new Grant.ClientCredentials(scopes(), resource()), key());
            case "exchange" -> token(exchange(), null);
            default -> throw new IllegalArgumentException("no such command: " + command.getString("op"));
        };
    }

    private JsonValue introspect() {
        IntrospectionResponse answer = runtime.grants().introspect(client(), given("token"), null);
        return Json.createObjectBuilder(answer.members())
                .add("active", answer.active())
                .build();
    }

    private JsonValue end() {
        runtime.grants().revoke(client(), given("token"), TokenKind.REFRESH_TOKEN);
        return JsonValue.TRUE;
    }

    private JsonValue push() {
        AuthorizationRequestOptions options = AuthorizationRequestOptions.of(
                Configurations.metadata(command).redirectUris().get(0), resource(), scopes());
        URI uri = runtime.grants().pushedAuthorizationRequest(client(), options).uri();
        return Json.createValue(uri.toString());
    }

    private Grant exchange() {
        return new Grant.TokenExchange(
                given("token"),
                TokenTypeIdentifier.ACCESS_TOKEN,
                null,
                null,
                TokenTypeIdentifier.ACCESS_TOKEN,
                command.containsKey("audience") ? List.of(command.getString("audience")) : List.of(),
                scopes(),
                resource());
    }

    private JsonValue token(Grant grant, DPoPKey key) {
        TokenResponse answer = runtime.grants().token(client(), grant, key);
        return answer.members();
    }

    /** A key of nobody else, where the command wants a proof. */
    private DPoPKey key() {
        return command.containsKey("algorithm") ? runtime.dpop().generate(command.getString("algorithm")) : null;
    }

    private RegisteredClient client() {
        Issuer issuer = Issuer.of(command.getString("issuer"));
        AuthorizationServerMetadata server = runtime.discovery().authorizationServer(issuer);
        ClientInformation information = ClientInformation.of(
                issuer,
                command.getString("clientId"),
                Configurations.secret(command),
                Configurations.metadata(command));
        return runtime.registration().authenticate(server, information, null);
    }

    private Secret given(String name) {
        return Secret.of(command.getString(name));
    }

    private Scopes scopes() {
        return Scopes.parse(command.getString("scope", ""));
    }

    private ResourceIdentifier resource() {
        return ResourceIdentifier.of(command.getString("resource"));
    }
}
