package org.mcpoauth.server.authorization.register;

import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Writes the client information response (RFC 7591, section 3.2.1; RFC 7592, section 3). */
final class ClientInformationAnswers {
    private final JsonAnswers answers;
    private final URI configurationEndpoint;

    ClientInformationAnswers(JsonAnswers answers, URI configurationEndpoint) {
        this.answers = answers;
        this.configurationEndpoint = configurationEndpoint;
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
        client.metadata().toJson().forEach(body::add);
        return answers.answer(status, body.build());
    }

    private String location(Client client) {
        return configurationEndpoint + "?client_id=" + URLEncoder.encode(client.clientId(), StandardCharsets.UTF_8);
    }
}
