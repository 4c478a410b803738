package org.mcpoauth.server.authorization.register;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.authorization.client.DerivedSecrets;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.RandomIds;

/** Makes identifiers, secrets and registration access tokens of clients. What is stored of them are digests. */
final class ClientSecrets {
    private static final int ID_OCTETS = 16;
    private static final int MAX_ID = 256;

    private final DynamicRegistration rules;
    private final DerivedSecrets derived;
    private final InstantSource clock;
    private final RandomIds random = new RandomIds();

    ClientSecrets(DynamicRegistration rules, DerivedSecrets derived, InstantSource clock) {
        this.rules = rules;
        this.derived = derived;
        this.clock = clock;
    }

    /** A new client with all it needs. */
    IssuedClient register(ClientMetadata metadata) {
        Secret token = rules.management() ? Secret.of(random.next()) : null;
        SecretHash tokenHash = token == null ? null : SecretHash.of(token);
        String clientId = identifier(metadata);
        Instant now = clock.instant();
        Instant end = end(metadata);
        Secret secret = secret(metadata, clientId, now, end);
        Instant unusedUntil = now.plus(rules.terms().unusedTtl());
        Client client = new Client(clientId, metadata, hash(secret), now, end, tokenHash, unusedUntil);
        return new IssuedClient(client, secret, token);
    }

    /**
     * A client with other metadata. It gets a new secret if it needs one and has none of that kind, if secrets end, and
     * if another key makes them now: an update is how one is renewed.
     */
    IssuedClient update(Client known, ClientMetadata metadata, Secret presented) {
        Client changed = known.withMetadata(metadata);
        if (keepsSecret(known, metadata)) {
            return withNextToken(changed, null, presented);
        }
        Instant end = end(metadata);
        Secret secret = secret(metadata, known.clientId(), known.issuedAt(), end);
        return withNextToken(changed.withSecret(hash(secret), end), secret, presented);
    }

    /** A client whose registration access token has been used (RFC 7592, section 5). */
    IssuedClient read(Client known, Secret presented) {
        return withNextToken(known, null, presented);
    }

    private IssuedClient withNextToken(Client client, @Nullable Secret secret, Secret presented) {
        if (!rules.terms().tokenRotation()) {
            return new IssuedClient(client, secret, presented);
        }
        Secret next = Secret.of(random.next());
        return new IssuedClient(client.withRegistrationToken(SecretHash.of(next)), secret, next);
    }

    private boolean keepsSecret(Client known, ClientMetadata metadata) {
        return metadata.tokenEndpointAuthMethod().usesSharedSecret()
                && known.secretHash() != null
                && isDerived(known.metadata()) == isDerived(metadata)
                && !derived.isOfOlderKey(known)
                && rules.terms().secretTtl() == null
                && known.secretExpiresAt() == null;
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

    private @Nullable Secret secret(ClientMetadata metadata, String clientId, Instant issuedAt, @Nullable Instant end) {
        return metadata.tokenEndpointAuthMethod().usesSharedSecret() ? made(metadata, clientId, issuedAt, end) : null;
    }

    /** What assertions are checked with must be found again; of other secrets the digest is enough. */
    private Secret made(ClientMetadata metadata, String clientId, Instant issuedAt, @Nullable Instant end) {
        return isDerived(metadata)
                ? derived.derive(clientId, issuedAt, end)
                : rules.policy().clientSecret(metadata).orElseGet(() -> Secret.of(random.next()));
    }

    private static boolean isDerived(ClientMetadata metadata) {
        return metadata.tokenEndpointAuthMethod().equals(ClientAuthenticationMethod.CLIENT_SECRET_JWT);
    }

    private @Nullable Instant end(ClientMetadata metadata) {
        Duration ttl = rules.terms().secretTtl();
        return ttl == null || !metadata.tokenEndpointAuthMethod().usesSharedSecret()
                ? null
                : clock.instant().plus(ttl);
    }

    private static @Nullable SecretHash hash(@Nullable Secret secret) {
        return secret == null ? null : SecretHash.of(secret);
    }
}
