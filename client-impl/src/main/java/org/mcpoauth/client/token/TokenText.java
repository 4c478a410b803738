package org.mcpoauth.client.token;

import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.client.StoredText;
import org.mcpoauth.client.target.Source;
import org.mcpoauth.client.token.StoredTokens.Standing;
import org.mcpoauth.spi.support.json.StrictJson;

/** The text that tokens, or the fact that they were revoked, are kept as. */
final class TokenText {
    /** Larger texts could not be read back. */
    static final int MAX_LENGTH = 64 << 10;

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.token");
    private static final String REVOKED = "revoked";

    private final StrictJson json;

    TokenText(StrictJson json) {
        this.json = json;
    }

    /**
     * What a text says; one that cannot be read says nothing.
     *
     * @param tokens the tokens, or {@code null}
     * @param isRevoked whether the tokens were revoked
     */
    record Content(@Nullable StoredTokens tokens, boolean isRevoked) {
        static final Content UNREADABLE = new Content(null, false);
    }

    /**
     * The text for tokens.
     *
     * @throws IllegalArgumentException if it would be too long to be kept
     */
    String of(StoredTokens tokens) {
        AccessToken access = tokens.access();
        JsonObjectBuilder record = json.object()
                .add("issuer", tokens.issuer().value())
                .add("client_id", tokens.clientId())
                .add("access_token", access.value().reveal())
                .add("scheme", access.scheme().name())
                .add("scope", access.scopes().toString())
                .add("resource", access.resource().value())
                .add("requested", tokens.requested().toString())
                .add("received_at", tokens.receivedAt().toEpochMilli())
                .add("standing", tokens.standing().name());
        Instant end = access.expiresAt();
        if (end != null) {
            record.add("expires_at", end.toEpochMilli());
        }
        Secret refresh = tokens.refresh();
        if (refresh != null) {
            record.add("refresh_token", refresh.reveal());
        }
        String key = tokens.keyThumbprint();
        if (key != null) {
            record.add("jkt", key);
        }
        String text = json.write(tokens.source().writeTo(record).build());
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the tokens are too long to be kept");
        }
        return text;
    }

    /** The text that stands where tokens were, so that a refresh under way does not bring them back. */
    String ofRevocation() {
        return json.write(json.object().add(REVOKED, true).build());
    }

    /** Reads a text; one that is broken must not lock its owner out, so it counts as absent. */
    Content read(String text) {
        try {
            StoredText record = StoredText.read(json, text);
            return record.flag(REVOKED) ? new Content(null, true) : new Content(tokens(record), false);
        } catch (StorageException | IllegalArgumentException | ArithmeticException showsTheText) {
            LOG.log(System.Logger.Level.WARNING, "MCPO3142 stored tokens cannot be read and count as absent");
            return Content.UNREADABLE;
        }
    }

    private static StoredTokens tokens(StoredText record) {
        Instant end = record.instant("expires_at");
        AccessToken access = new AccessToken(
                Secret.of(record.text("access_token")),
                PresentedToken.Scheme.valueOf(record.text("scheme")),
                Scopes.parse(record.text("scope")),
                ResourceIdentifier.of(record.text("resource")),
                end);
        return new StoredTokens(
                Issuer.of(record.text("issuer")),
                record.text("client_id"),
                access,
                record.secret("refresh_token"),
                Scopes.parse(record.text("requested")),
                Source.of(record),
                Objects.requireNonNullElse(record.instant("received_at"), Instant.EPOCH),
                record.optional("jkt").orElse(null),
                record.optional("standing").map(Standing::valueOf).orElse(Standing.GOOD));
    }
}
