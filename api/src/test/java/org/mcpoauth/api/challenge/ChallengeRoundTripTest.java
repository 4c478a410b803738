package org.mcpoauth.api.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written is read back, whether challenges share a line or not. */
class ChallengeRoundTripTest {
    private static final String TOKEN = "!#$%&'*+-.^_`|~09azAZ";
    private static final String TOKEN68 = "-._~+/09azAZ";
    private static final String TEXT = " \"\\,;=:/<>@[]{}()?'azAZ09~!";

    private final Random random = new Random(20260728);

    @Test
    void whatIsWrittenIsReadBack() {
        for (int i = 0; i < 5000; i++) {
            List<Challenge> challenges = challenges();
            List<String> lines = new Challenges(challenges).toHeaderValues();
            assertEquals(challenges, Challenges.parse(lines).all(), lines::toString);
        }
    }

    @Test
    void challengesMayShareALine() {
        for (int i = 0; i < 5000; i++) {
            List<Challenge> challenges = challenges();
            String line = String.join(", ", new Challenges(challenges).toHeaderValues());
            assertEquals(challenges, Challenges.parse(List.of(line)).all(), line);
        }
    }

    private List<Challenge> challenges() {
        return IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> challenge())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private Challenge challenge() {
        String scheme = text(TOKEN, 1);
        if (random.nextInt(4) == 0) {
            return new Challenge(scheme, text(TOKEN68, 1) + "=".repeat(random.nextInt(3)), Map.of());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            parameters.put(i + text(TOKEN, 0), text(TEXT, 0));
        }
        return new Challenge(scheme, null, parameters);
    }

    private String text(String alphabet, int atLeast) {
        return random.ints(atLeast + random.nextInt(12), 0, alphabet.length())
                .mapToObj(index -> String.valueOf(alphabet.charAt(index)))
                .collect(Collectors.joining());
    }
}
