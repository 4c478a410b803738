package org.mcpoauth.client.web;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.client.StoredText;
import org.mcpoauth.client.call.StartedAuthorization;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Logins that wait for their browser to come back: at most ten for each user, of which the oldest makes place, so
 * that tabs that were left open keep nobody from the next. What is forgotten here is so as a whole, together with the
 * request that was sent. All of a user are one record, changed at once.
 */
final class Visits {
    private static final String NAMESPACE = "client-visits";
    private static final int MAX_VISITS = 10;
    private static final int MAX_TRIES = 100;

    private final StateStore store;
    private final StrictJson json;
    private final InstantSource clock;

    Visits(StateStore store, StrictJson json, InstantSource clock) {
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A login that waits.
     *
     * @param client the name of the client
     * @param state the digest of the state that was sent
     * @param pending where the request that was sent is kept
     * @param browser what the browser that went is called
     * @param returnPath where it shall go afterwards, or {@code null}
     * @param expiresAt when it need not come any more
     */
    record Visit(
            String client,
            String state,
            StateKey pending,
            String browser,
            @Nullable String returnPath,
            Instant expiresAt) {

        /** Whether this is the one that a browser with this state has gone for. */
        boolean isOf(String ofClient, String ofBrowser, String sentState) {
            return client.equals(ofClient) && browser.equals(ofBrowser) && state.equals(sentState);
        }
    }

    void add(Principal user, Visit visit) {
        List<Visit> before = change(user, visits -> {
            List<Visit> more = new ArrayList<>(visits.subList(tooMany(visits), visits.size()));
            more.add(visit);
            return more;
        });
        drop(before.subList(0, tooMany(before)));
    }

    /** How many of the oldest go when one comes. */
    private static int tooMany(List<Visit> visits) {
        return Math.max(0, visits.size() + 1 - MAX_VISITS);
    }

    private void drop(List<Visit> visits) {
        visits.forEach(visit -> store.take(visit.pending()));
    }

    /** Takes the login that a browser comes back from; of several requests that try, one succeeds. */
    Optional<Visit> take(Principal user, String client, String browser, String state) {
        String sent = StartedAuthorization.digest(state);
        List<Visit> before = change(
                user,
                visits -> visits.stream()
                        .filter(visit -> !visit.isOf(client, browser, sent))
                        .toList());
        return before.stream()
                .filter(visit -> visit.isOf(client, browser, sent))
                .findFirst();
    }

    /** Forgets the logins of a user for a client. */
    void clear(Principal user, String client) {
        List<Visit> before = change(
                user,
                visits -> visits.stream()
                        .filter(visit -> !visit.client().equals(client))
                        .toList());
        drop(before.stream().filter(visit -> visit.client().equals(client)).toList());
    }

    /** Changes what waits, and gives what waited before. */
    private List<Visit> change(Principal user, Function<List<Visit>, List<Visit>> change) {
        StateKey key = new StateKey(NAMESPACE, Sha256.hex(Owner.whose(user)));
        Instant now = clock.instant();
        for (int i = 0; i < MAX_TRIES; i++) {
            StateEntry there = store.get(key).orElse(null);
            List<Visit> before = there == null ? List.of() : read(there, now);
            List<Visit> after = change.apply(before);
            if (after.equals(before) || isWritten(key, there, after, now)) {
                return before;
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "what waits for a browser cannot be stored", null);
    }

    private boolean isWritten(StateKey key, @Nullable StateEntry there, List<Visit> after, Instant now) {
        if (after.isEmpty()) {
            return there == null || store.compareAndRemove(key, there.value());
        }
        StateEntry entry = StateEntry.of(write(after));
        Instant end =
                after.stream().map(Visit::expiresAt).max(Instant::compareTo).orElse(now);
        Duration ttl = Duration.between(now, end);
        return there == null ? store.putIfAbsent(key, entry, ttl) : store.compareAndSet(key, there.value(), entry, ttl);
    }

    private String write(List<Visit> visits) {
        JsonArrayBuilder all = json.array();
        for (Visit visit : visits) {
            JsonObjectBuilder one = json.object()
                    .add("client", visit.client())
                    .add("state", visit.state())
                    .add("pending_in", visit.pending().namespace())
                    .add("pending", visit.pending().id())
                    .add("browser", visit.browser())
                    .add("expires_at", visit.expiresAt().toEpochMilli());
            if (visit.returnPath() != null) {
                one.add("return", visit.returnPath());
            }
            all.add(one);
        }
        return json.write(json.object().add("visits", all).build());
    }

    /** Those that are not over. */
    private List<Visit> read(StateEntry entry, Instant now) {
        JsonObject record = StoredText.read(json, entry.value()).all();
        JsonArray all = record.getJsonArray("visits");
        return all.getValuesAs(JsonObject.class).stream()
                .map(Visits::visit)
                .filter(visit -> now.isBefore(visit.expiresAt()))
                .toList();
    }

    private static Visit visit(JsonObject one) {
        return new Visit(
                one.getString("client"),
                one.getString("state"),
                new StateKey(one.getString("pending_in"), one.getString("pending")),
                one.getString("browser"),
                one.getString("return", null),
                Instant.ofEpochMilli(one.getJsonNumber("expires_at").longValueExact()));
    }
}
