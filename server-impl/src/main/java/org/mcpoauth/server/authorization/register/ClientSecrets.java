package org.mcpoauth.server.authorization.register;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.RandomIds;

/** Makes identifiers, secrets and registration access tokens of clients. What is stored of them are digests. */
final class ClientSecrets {
    private static final int ID_OCTETS = 16;
    private static final int MAX_ID = 256;

    private final DynamicRegistration rules;
    private final InstantSource clock;
    private final RandomIds random = new RandomIds();

    ClientSecrets(DynamicRegistration rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** A new client with all it needs. */
    IssuedClient register(ClientMetadata metadata) {
        Secret token = rules.management() ? Secret.of(random.next()) : null;
        SecretHash tokenHash = token == null ? null : SecretHash.of(token);
        Secret secret = secret(metadata);
        Client client =
                new Client(identifier(metadata), metadata, hash(secret), clock.instant(), end(secret), tokenHash);
        return new IssuedClient(client, secret, token);
    }

    /**
     * A client with other metadata. It gets a new secret if it needs one and has none, and if secrets end: an update
     * is how one is renewed.
     */
    IssuedClient update(Client known, ClientMetadata metadata, Secret token) {
        boolean keepsSecret = metadata.tokenEndpointAuthMethod().usesSharedSecret()
                && known.secretHash() != null
                && rules.secretTtl() == null
                && known.secretExpiresAt() == null;
        Secret secret = keepsSecret ? null : secret(metadata);
        Client client = new Client(
                known.clientId(),
                metadata,
                keepsSecret ? known.secretHash() : hash(secret),
                known.issuedAt(),
                end(secret),
                known.registrationTokenHash());
        return new IssuedClient(client, secret, token);
    }

    /** Random identifiers are short, so never a URL that could be taken for a metadata document. */
    private String identifier(ClientMetadata metadata) {
        return rules.policy()
                .clientId(metadata)
                .map(ClientSecrets::checked)
                .orElseGet(() -> Base64Url.encode(random.bytes(ID_OCTETS)));
    }

    private static String checked(String identifier) {
        boolean isVisible = identifier.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        boolean isUrl = identifier.startsWith("https://");
        if (identifier.isEmpty() || identifier.length() > MAX_ID || !isVisible || isUrl) {
            throw new IllegalStateException("the RegistrationPolicy gave an identifier that clients cannot have");
        }
        return identifier;
    }

    private @Nullable Secret secret(ClientMetadata metadata) {
        return metadata.tokenEndpointAuthMethod().usesSharedSecret()
                ? rules.policy().clientSecret(metadata).orElseGet(() -> Secret.of(random.next()))
                : null;
    }

    private @Nullable Instant end(@Nullable Secret secret) {
        return secret == null || rules.secretTtl() == null
                ? null
                : clock.instant().plus(rules.secretTtl());
    }

    private static @Nullable SecretHash hash(@Nullable Secret secret) {
        return secret == null ? null : SecretHash.of(secret);
    }
}
