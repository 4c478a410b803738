package org.mcpoauth.server.authorization.register;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Writes the client information response (RFC 7591, section 3.2.1; RFC 7592, section 3). */
final class ClientInformationAnswers {
    private final JsonAnswers answers;
    private final URI configurationEndpoint;
    private final Scopes scopesSupported;
    private final OpenIdMemberRules openId;

    ClientInformationAnswers(
            JsonAnswers answers, URI configurationEndpoint, Scopes scopesSupported, OpenIdMemberRules openId) {
        this.answers = answers;
        this.configurationEndpoint = configurationEndpoint;
        this.scopesSupported = scopesSupported;
        this.openId = openId;
    }

    EndpointResponse answer(int status, IssuedClient issued) {
        Client client = issued.client();
        JsonObjectBuilder body = answers.object()
                .add("client_id", client.clientId())
                .add("client_id_issued_at", client.issuedAt().getEpochSecond());
        if (issued.secret() != null) {
            // RFC 7591, section 3.2.1: 0 for a secret that never ends
            long expires = client.secretExpiresAt() == null
                    ? 0
                    : client.secretExpiresAt().getEpochSecond();
            body.add("client_secret", issued.secret().reveal()).add("client_secret_expires_at", expires);
        }
        if (issued.token() != null) {
            body.add("registration_client_uri", location(client))
                    .add("registration_access_token", issued.token().reveal());
        }
        addDefaults(body, client.metadata());
        client.metadata().toJson().forEach(body::add);
        return answers.answer(status, body.build());
    }

    /** What is registered by saying nothing (RFC 7591, section 2). */
    private void addDefaults(JsonObjectBuilder body, ClientMetadata metadata) {
        if (!scopesSupported.isEmpty()) {
            body.add("scope", scopesSupported.toString());
        }
        if (!metadata.grantTypes().contains(GrantType.AUTHORIZATION_CODE)) {
            body.add("response_types", JsonValue.EMPTY_JSON_ARRAY);
        }
        openId.defaultAlgorithm().ifPresent(algorithm -> body.add("id_token_signed_response_alg", algorithm));
    }

    private String location(Client client) {
        return configurationEndpoint + "?client_id=" + URLEncoder.encode(client.clientId(), StandardCharsets.UTF_8);
    }
}
