package org.mcpoauth.server.authorization.key;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.changing.Origin;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.PemKeys;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.jose.VerificationKey;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StoredNumbers;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Keys that the nodes of an issuer share. All of them are one entry of the state store, changed by one compare-and-set:
 * whichever node notices first that a key is due makes it for all.
 */
final class StoredRing implements Origin<HeldKeys> {
    static final String NAMESPACE = "signing-keys";
    private static final int TRIES = 100;

    private final StateStore store;
    private final StateKey key;
    private final KeyRotation rotation;
    private final InstantSource clock;
    private final StrictJson json = StrictJson.create();
    private volatile @Nullable Ring known;

    StoredRing(StateStore store, Issuer issuer, KeyRotation rotation, InstantSource clock) {
        this.store = store;
        this.key = new StateKey(NAMESPACE, Sha256.base64Url(issuer.value()));
        this.rotation = rotation;
        this.clock = clock;
    }

    @Override
    public HeldKeys read() throws MalformedException {
        for (int i = 0; i < TRIES; i++) {
            Optional<String> stored = store.get(key).map(StateEntry::value);
            List<DatedKey> found = stored.isEmpty() ? List.of() : dated(stored.get());
            List<DatedKey> due = rotation.due(found, clock.instant());
            if (due.equals(found) || put(stored, due)) {
                return held(due);
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the signing keys change too fast", null);
    }

    private boolean put(Optional<String> expected, List<DatedKey> keys) {
        String text = write(keys);
        // kept beyond the turn of the newest one, so that a server that was off finds them
        Duration ttl = rotation.turn().multipliedBy(2).plus(rotation.retention());
        boolean isPut = expected.isPresent()
                ? store.compareAndSet(key, expected.get(), StateEntry.of(text), ttl)
                : store.putIfAbsent(key, StateEntry.of(text), ttl);
        if (isPut) {
            known = new Ring(text, keys, null);
        }
        return isPut;
    }

    /** The keys of the text, which are the same objects as long as it is the same. */
    private List<DatedKey> dated(String text) throws MalformedException {
        Ring before = known;
        if (before != null && before.text().equals(text)) {
            return before.keys();
        }
        List<DatedKey> keys = parse(text);
        known = new Ring(text, keys, null);
        return keys;
    }

    private HeldKeys held(List<DatedKey> keys) throws MalformedException {
        DatedKey signing = KeyRotation.current(keys, clock.instant());
        Ring before = known;
        Turn turn = before == null ? null : before.turn();
        if (turn != null && turn.signing().equals(signing)) {
            return turn.keys();
        }
        List<VerificationKey> further = keys.stream()
                .filter(other -> !other.equals(signing))
                .map(other -> other.key().verificationKey())
                .toList();
        HeldKeys held = HeldKeys.of(signing.key(), further);
        if (before != null) {
            known = new Ring(before.text(), before.keys(), new Turn(signing, held));
        }
        return held;
    }

    private String write(List<DatedKey> keys) {
        JsonArrayBuilder entries = json.array();
        keys.forEach(dated -> entries.add(json.object()
                .add("alg", dated.key().algorithm().wireName())
                .add("pkcs8", Base64Url.encodeStandard(dated.key().privateKey().getEncoded()))
                .add("signs_from", dated.signsFrom().toEpochMilli())));
        return json.write(json.object().add("keys", entries).build());
    }

    private List<DatedKey> parse(String text) throws MalformedException {
        try {
            List<DatedKey> keys = new ArrayList<>();
            for (JsonObject entry : json.readObject(text, JsonLimits.TOKEN_RESPONSE)
                    .getJsonArray("keys")
                    .getValuesAs(JsonObject.class)) {
                keys.add(new DatedKey(pair(entry), StoredNumbers.instant(entry, "signs_from")));
            }
            return List.copyOf(keys);
        } catch (NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the stored signing keys cannot be read", e);
        }
    }

    private static SigningKey pair(JsonObject entry) throws MalformedException {
        String pem = "-----BEGIN PRIVATE KEY-----\n" + entry.getString("pkcs8") + "\n-----END PRIVATE KEY-----";
        return PemKeys.signingKey(
                pem, null, JwsAlgorithm.named(entry.getString("alg")).orElse(null));
    }

    private record Ring(
            String text, List<DatedKey> keys, @Nullable Turn turn) {}

    private record Turn(DatedKey signing, HeldKeys keys) {}
}
