package org.mcpoauth.client.token;

import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.client.StoredText;
import org.mcpoauth.client.proof.Possession;
import org.mcpoauth.client.target.Source;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Keeps the tokens of each owner. A token is replaced or removed only if it is still the one that was
 * read, so that nobody throws away what another caller or node has just obtained.
 */
public final class TokenStore {
    private static final int MAX_TRIES = 100;
    private static final Duration KEPT = Duration.ofDays(90);

    private final StateStore store;
    private final StrictJson json;
    private final Possession possession;

    public TokenStore(StateStore store, StrictJson json, Possession possession) {
        this.store = store;
        this.json = json;
        this.possession = possession;
    }

    /** The tokens with the text they were read from, which stands for their version. */
    public record Version(String text, StoredTokens tokens) {
        /** Hides the stored text, which holds the tokens. */
        @Override
        public String toString() {
            return "Version[" + tokens + "]";
        }
    }

    /** The tokens that are stored; those whose key is gone are of no use to anybody and are removed. */
    public Optional<Version> load(Owner owner) {
        Optional<Version> version =
                store.get(owner.tokens()).map(entry -> new Version(entry.value(), read(entry.value())));
        boolean isUseless =
                version.isPresent() && !possession.canUse(version.get().tokens().keyThumbprint());
        return isUseless && discard(owner, version.get()) ? Optional.empty() : version.filter(each -> !isUseless);
    }

    /** Puts tokens in the place of those that were read before; {@code null} if there were none. */
    public boolean replace(Owner owner, @Nullable Version before, StoredTokens tokens) {
        StateKey key = owner.tokens();
        StateEntry entry = new StateEntry(write(tokens), null);
        return before == null
                ? store.putIfAbsent(key, entry, KEPT)
                : store.compareAndSet(key, before.text(), entry, KEPT);
    }

    /** Removes exactly these tokens. */
    public boolean discard(Owner owner, Version version) {
        return store.compareAndRemove(owner.tokens(), version.text());
    }

    /** Puts tokens that were just obtained in the place of whatever is there. */
    public void put(Owner owner, StoredTokens tokens) {
        for (int i = 0; i < MAX_TRIES; i++) {
            if (replace(owner, load(owner).orElse(null), tokens)) {
                return;
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the tokens cannot be stored", null);
    }

    /** Removes the tokens, whichever they are. */
    public Optional<StoredTokens> take(Owner owner) {
        return store.take(owner.tokens()).map(entry -> read(entry.value()));
    }

    private String write(StoredTokens tokens) {
        AccessToken access = tokens.access();
        JsonObjectBuilder record = json.object()
                .add("issuer", tokens.issuer().value())
                .add("client_id", tokens.clientId())
                .add("access_token", access.value().reveal())
                .add("scheme", access.scheme().name())
                .add("scope", access.scopes().toString())
                .add("resource", access.resource().value())
                .add("requested", tokens.requested().toString());
        Instant end = access.expiresAt();
        if (end != null) {
            record.add("expires_at", end.toEpochMilli());
        }
        Secret refresh = tokens.refresh();
        if (refresh != null) {
            record.add("refresh_token", refresh.reveal());
        }
        String thumbprint = tokens.keyThumbprint();
        if (thumbprint != null) {
            record.add("jkt", thumbprint);
        }
        return json.write(tokens.source().writeTo(record).build());
    }

    private StoredTokens read(String text) {
        StoredText record = StoredText.read(json, text);
        AccessToken access = new AccessToken(
                Secret.of(record.text("access_token")),
                PresentedToken.Scheme.valueOf(record.text("scheme")),
                Scopes.parse(record.text("scope")),
                ResourceIdentifier.of(record.text("resource")),
                record.instant("expires_at"));
        return new StoredTokens(
                Issuer.of(record.text("issuer")),
                record.text("client_id"),
                access,
                record.secret("refresh_token"),
                Scopes.parse(record.text("requested")),
                Source.of(record),
                record.optional("jkt").orElse(null));
    }
}
