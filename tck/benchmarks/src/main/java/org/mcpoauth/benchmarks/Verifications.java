package org.mcpoauth.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.benchmarks.Contender.Verification;
import org.mcpoauth.benchmarks.Rounds.Cell;
import org.mcpoauth.benchmarks.Rounds.Samples;

/** The verification of a good token by everybody with every algorithm, measured when it is first asked for. */
final class Verifications {
    private final Rounds rounds = Rounds.usual();
    private @Nullable Map<String, Samples> measured;

    /** Empty if the contender does not support the algorithm. */
    @Nullable
    Samples of(String contender, Algorithm algorithm) throws Exception {
        if (measured == null) {
            measured = rounds.measure(cells());
        }
        return measured.get(key(contender, algorithm));
    }

    /** The names of all, in the order of the tables. */
    static List<String> contenders() {
        List<String> names = new ArrayList<>();
        for (Contender contender : Contenders.all()) {
            if (!names.contains(contender.name())) {
                names.add(contender.name());
            }
        }
        return names;
    }

    private static Map<String, Cell> cells() throws Exception {
        Map<String, Cell> cells = new LinkedHashMap<>();
        List<Contender> contenders = Contenders.all();
        for (Algorithm algorithm : Algorithm.values()) {
            Fixture fixture = Fixture.of(algorithm);
            String token = fixture.goodToken();
            for (Contender contender : contenders) {
                if (contender.supports(algorithm)) {
                    Verification verification = contender.verification(fixture);
                    cells.put(key(contender.name(), algorithm), () -> verification.verify(token));
                }
            }
        }
        return cells;
    }

    private static String key(String contender, Algorithm algorithm) {
        return contender + " " + algorithm;
    }
}
