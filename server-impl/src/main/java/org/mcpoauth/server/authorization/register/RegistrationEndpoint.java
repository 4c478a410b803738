package org.mcpoauth.server.authorization.register;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.endpoint.AuthorizationHeader;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.json.StrictJson;

/** The client registration endpoint (RFC 7591, section 3). */
public final class RegistrationEndpoint implements EndpointHandler {
    private static final int ID_OCTETS = 16;

    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final RegistrationDocument document;
    private final RegistrationRules rules;
    private final JsonAnswers answers;
    private final InstantSource clock;
    private final ServerAudit audit;
    private final RandomIds random = new RandomIds();

    /**
     * Makes the endpoint.
     *
     * @param configuration says what may be registered
     * @param provider decides and stores
     * @param json reads requests
     * @param answers writes answers
     * @param clock what time it is
     * @param audit learns who registers
     */
    public RegistrationEndpoint(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<?, ?, ?> provider,
            StrictJson json,
            JsonAnswers answers,
            InstantSource clock,
            ServerAudit audit) {
        this.provider = provider;
        this.document = new RegistrationDocument(json);
        this.rules = new RegistrationRules(configuration);
        this.answers = answers;
        this.clock = clock;
        this.audit = audit;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        ClientMetadata requested = document.read(request);
        ClientMetadata metadata = rules.apply(requested);
        Secret secret = metadata.tokenEndpointAuthMethod().usesSharedSecret() ? Secret.of(random.next()) : null;
        Secret initialAccessToken =
                AuthorizationHeader.bearer(request).map(Secret::of).orElse(null);
        Client client = provider.registerClient(
                new RegistrationRequest(client(metadata, secret), requested, initialAccessToken));
        audit.registered(client.clientId());
        return answers.answer(201, body(client, secret));
    }

    /** Identifiers are random and short, so never a URL that could be taken for a metadata document. */
    private Client client(ClientMetadata metadata, @Nullable Secret secret) {
        SecretHash hash = secret == null ? null : SecretHash.of(secret);
        return new Client(Base64Url.encode(random.bytes(ID_OCTETS)), metadata, hash, clock.instant(), null);
    }

    private JsonObject body(Client client, @Nullable Secret secret) {
        JsonObjectBuilder body = answers.object()
                .add("client_id", client.clientId())
                .add("client_id_issued_at", client.issuedAt().getEpochSecond());
        if (secret != null) {
            // RFC 7591, section 3.2.1: 0 for a secret that never ends
            long expires = client.secretExpiresAt() == null
                    ? 0
                    : client.secretExpiresAt().getEpochSecond();
            body.add("client_secret", secret.reveal()).add("client_secret_expires_at", expires);
        }
        client.metadata().toJson().forEach(body::add);
        return body.build();
    }
}
