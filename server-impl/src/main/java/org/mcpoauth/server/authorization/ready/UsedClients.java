package org.mcpoauth.server.authorization.ready;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.server.TokenIssuance;

/**
 * Lets registrations live on whose clients get tokens. None ends before the last thing it brought: neither refresh tokens
 * nor what users agreed to. It is written from time to time only, since a token is issued far more often.
 *
 * @param clients the registrations
 * @param life how long a registration lives at least after each token
 * @param pace the time between two writes, by which it may live longer
 * @param clock what time it is
 */
record UsedClients(StoredClients clients, Duration life, Duration pace, InstantSource clock) {
    private static final Duration LONGEST_PACE = Duration.ofDays(1);
    private static final int PACES = 10;
    private static final int TRIES = 100;

    static UsedClients of(StoredClients clients, AuthorizationServerConfiguration configuration, InstantSource clock) {
        TokenIssuance tokens = configuration.tokens();
        Duration brought = Stream.of(
                        tokens.accessTokenTtl(),
                        tokens.refreshTokenTtl(),
                        configuration.consent().lifetime())
                .reduce(Duration.ZERO, UsedClients::longer);
        Duration life = brought.plus(configuration.registration().terms().unusedTtl());
        Duration tenth = life.dividedBy(PACES);
        return new UsedClients(clients, life, tenth.compareTo(LONGEST_PACE) < 0 ? tenth : LONGEST_PACE, clock);
    }

    /** Lets a registration live on that is about to bring a token, if it would end too early. */
    void keep(Client used) {
        Client client = used;
        Instant now = clock.instant();
        for (int i = 0; i < TRIES && endsBefore(client, now.plus(life)); i++) {
            if (clients.replace(client, client.withUnusedUntil(now.plus(life).plus(pace)))) {
                return;
            }
            Optional<Client> changed = clients.find(used.clientId());
            if (changed.isEmpty()) {
                return;
            }
            client = changed.get();
        }
    }

    private static boolean endsBefore(Client client, Instant time) {
        return client.unusedUntil() != null && client.unusedUntil().isBefore(time);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
