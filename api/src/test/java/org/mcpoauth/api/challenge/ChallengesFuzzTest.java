package org.mcpoauth.api.challenge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Any header lines are read without a failure and within the limits, and what may be sent comes back. */
class ChallengesFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void anyHeaderLinesAreRead(byte[] octets) {
        Challenges read = Challenges.parse(List.of(new String(octets, ISO_8859_1).split("\n", -1)));
        assertTrue(read.all().size() <= ChallengeParser.MAX_CHALLENGES);
        read.forEach(ChallengesFuzzTest::assertComesBack);
    }

    private static void assertComesBack(Challenge challenge) {
        assertTrue(challenge.parameters().size() <= ChallengeParser.MAX_PARAMETERS);
        String written;
        try {
            written = challenge.toHeaderValue();
        } catch (IllegalArgumentException mustNotBeSent) {
            return;
        }
        assertTrue(Characters.isAll(written, Characters::isPrintable));
        assertEquals(List.of(challenge), Challenges.parse(List.of(written)).all());
    }
}
