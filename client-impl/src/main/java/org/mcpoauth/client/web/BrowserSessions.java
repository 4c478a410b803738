package org.mcpoauth.client.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.mcpoauth.client.StoredText;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Tells which browser has a cookie, where browsers have tokens. A cookie that was not given out here names nobody, and
 * one that another has followed does so no more: who planted or saw it is left with nothing.
 */
final class BrowserSessions {
    private static final String NAMESPACE = "client-browsers";
    /** Longer than a login takes, also when half of it is over. */
    private static final Duration BEFORE_LOGIN = Duration.ofMinutes(30);
    /** As long as tokens are kept that are not used. */
    private static final Duration SINCE_LOGIN = Duration.ofDays(90);

    private final StateStore store;
    private final StrictJson json;
    private final RandomIds random;
    private final InstantSource clock;

    BrowserSessions(StateStore store, StrictJson json, RandomIds random, InstantSource clock) {
        this.store = store;
        this.json = json;
        this.random = random;
        this.clock = clock;
    }

    /** A browser that nobody knows until it is kept. */
    BrowserSession created() {
        return new BrowserSession(random.next(), random.next());
    }

    void keep(BrowserSession session) {
        put(session, BEFORE_LOGIN);
    }

    /** The browser that has a cookie; being used prolongs its life. */
    Optional<BrowserSession> find(String cookie) {
        return store.get(key(cookie)).map(entry -> {
            StoredText record = StoredText.read(json, entry.value());
            BrowserSession session = new BrowserSession(cookie, record.text("browser"));
            Instant renewAt = Objects.requireNonNull(record.instant("renew_at"), "renew_at");
            if (!clock.instant().isBefore(renewAt)) {
                Duration life = record.flag("logged_in") ? SINCE_LOGIN : BEFORE_LOGIN;
                store.compareAndSet(key(cookie), entry.value(), entry(session, life), life);
            }
            return session;
        });
    }

    /**
     * Puts a new cookie in the place of the one that a browser has.
     *
     * @return the same browser with it; empty if somebody else who has the old one was faster
     */
    Optional<BrowserSession> renewed(BrowserSession session) {
        if (store.take(key(session.cookie())).isEmpty()) {
            return Optional.empty();
        }
        BrowserSession next = new BrowserSession(random.next(), session.id());
        put(next, SINCE_LOGIN);
        return Optional.of(next);
    }

    private void put(BrowserSession session, Duration life) {
        store.putIfAbsent(key(session.cookie()), entry(session, life), life);
    }

    private StateEntry entry(BrowserSession session, Duration life) {
        return StateEntry.of(json.write(json.object()
                .add("browser", session.id())
                .add("logged_in", life.equals(SINCE_LOGIN))
                .add("renew_at", clock.instant().plus(life.dividedBy(2)).toEpochMilli())
                .build()));
    }

    private static StateKey key(String cookie) {
        return new StateKey(NAMESPACE, Sha256.hex(cookie));
    }
}
