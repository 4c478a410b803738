package org.mcpoauth.server.authorization.key;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;

/**
 * When keys come and go.
 *
 * @param algorithm what new keys are for
 * @param turn how long a key signs
 * @param ahead how long a key is published before it signs, so that nobody meets a token whose key is new
 * @param retention how long a key verifies after it signed
 */
record KeyRotation(JwsAlgorithm algorithm, Duration turn, Duration ahead, Duration retention) {
    private static final Duration LONGEST_AHEAD = Duration.ofDays(1);
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** The usual rotation of keys for tokens that live as long as is given. */
    static KeyRotation of(JwsAlgorithm algorithm, Duration turn, Duration longestToken) {
        Duration quarter = turn.dividedBy(4);
        return new KeyRotation(
                algorithm,
                turn,
                quarter.compareTo(LONGEST_AHEAD) < 0 ? quarter : LONGEST_AHEAD,
                longestToken.plus(MARGIN));
    }

    /** The keys of now, in the order of their turns: equal to the known ones if nothing is to be done. */
    List<DatedKey> due(List<DatedKey> known, Instant now) {
        List<DatedKey> keys = new ArrayList<>(known);
        while (keys.size() > 1 && !now.isBefore(keys.get(1).signsFrom().plus(retention))) {
            keys.remove(0);
        }
        if (keys.isEmpty()) {
            keys.add(made(now));
        } else if (isSuccessorDue(keys.get(keys.size() - 1), now)) {
            keys.add(made(later(endOf(keys.get(keys.size() - 1)), now.plus(ahead))));
        }
        return List.copyOf(keys);
    }

    /** The key whose turn it is. */
    static DatedKey current(List<DatedKey> keys, Instant now) {
        DatedKey current = keys.get(0);
        for (DatedKey key : keys) {
            current = key.signsFrom().isAfter(now) ? current : key;
        }
        return current;
    }

    private boolean isSuccessorDue(DatedKey newest, Instant now) {
        return !newest.signsFrom().isAfter(now) && !now.isBefore(endOf(newest).minus(ahead));
    }

    /** When the turn of a key ends; a key for another algorithm is replaced as soon as that can be announced. */
    private Instant endOf(DatedKey key) {
        return key.key().algorithm() == algorithm ? key.signsFrom().plus(turn) : key.signsFrom();
    }

    private DatedKey made(Instant signsFrom) {
        return new DatedKey(SigningKey.generate(algorithm), signsFrom);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
