package org.mcpoauth.client.pending;

import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.client.StoredText;
import org.mcpoauth.client.proof.Binding;
import org.mcpoauth.client.proof.Possession;
import org.mcpoauth.client.target.Source;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.StrictJson;

/** Keeps authorization requests until the browser comes back; each is taken once (RFC 6749, section 10.12). */
public final class PendingStore {
    private static final String NAMESPACE = "client-pending";

    private final StateStore store;
    private final StrictJson json;
    private final Possession possession;

    public PendingStore(StateStore store, StrictJson json, Possession possession) {
        this.store = store;
        this.json = json;
        this.possession = possession;
    }

    /**
     * A request that waits.
     *
     * @param request what was sent
     * @param source how the authorization server was found
     * @param binding what the code is bound to
     */
    public record Pending(AuthorizationRequest request, Source source, Binding binding) {}

    public void keep(Owner owner, Pending pending, Instant now) {
        AuthorizationRequest request = pending.request();
        JsonObjectBuilder record = json.object()
                .add("uri", request.uri().toString())
                .add("issuer", request.issuer().value())
                .add("issuer_in_response", request.issuerInResponse())
                .add("client_id", request.clientId())
                .add("state", request.state().reveal())
                .add("code_verifier", request.codeVerifier().reveal())
                .add("redirect_uri", request.redirectUri().toString())
                .add("resource", request.resource().value())
                .add("scope", request.scopes().toString())
                .add("expires_at", request.expiresAt().toEpochMilli());
        String thumbprint = pending.binding().thumbprint();
        if (thumbprint != null) {
            record.add("jkt", thumbprint).add("bound", pending.binding().required());
        }
        StateEntry entry =
                StateEntry.of(json.write(pending.source().writeTo(record).build()));
        store.putIfAbsent(key(owner, request.state().reveal()), entry, Duration.between(now, request.expiresAt()));
    }

    public Optional<Pending> take(Owner owner, String state) {
        return store.take(key(owner, state)).map(entry -> read(StoredText.read(json, entry.value())));
    }

    private Pending read(StoredText record) {
        AuthorizationRequest request = new AuthorizationRequest(
                record.uri("uri"),
                Issuer.of(record.text("issuer")),
                record.flag("issuer_in_response"),
                record.text("client_id"),
                Secret.of(record.text("state")),
                Secret.of(record.text("code_verifier")),
                URI.create(record.text("redirect_uri")),
                ResourceIdentifier.of(record.text("resource")),
                Scopes.parse(record.text("scope")),
                null,
                Objects.requireNonNull(record.instant("expires_at"), "expires_at"));
        return new Pending(request, Source.of(record), binding(record));
    }

    private Binding binding(StoredText record) {
        return record.optional("jkt")
                .map(thumbprint -> new Binding(possession.held(thumbprint), record.flag("bound")))
                .orElse(Binding.NONE);
    }

    /** The answer to one user's request is not an answer to another user's, so both are in the key; it tells neither. */
    public static StateKey key(Owner owner, String state) {
        return new StateKey(NAMESPACE, Sha256.hex(owner.tokens().id() + "\n" + state));
    }
}
