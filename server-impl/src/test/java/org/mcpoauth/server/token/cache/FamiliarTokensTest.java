package org.mcpoauth.server.token.cache;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Secret;

@DisplayName("RFC 7662, section 4: the tokens whose questions go first are bounded in number")
class FamiliarTokensTest {
    private static final int MOST = 10_000;

    private final FamiliarTokens familiar = new FamiliarTokens();

    private static Secret token(int number) {
        return Secret.of("token-" + number);
    }

    private long known(int upTo) {
        return IntStream.range(0, upTo)
                .filter(number -> familiar.contain(token(number)))
                .count();
    }

    @Test
    void howeverManyAreAcceptedNoMoreThanTheBoundAreKnown() {
        int many = 3 * MOST;
        IntStream.range(0, many).forEach(number -> familiar.add(token(number)));
        long known = known(many);
        assertTrue(known <= MOST, () -> known + " are known");
        assertTrue(known >= MOST / 2, () -> "only " + known + " are known");
        assertTrue(familiar.contain(token(many - 1)), "the last one");
        assertFalse(familiar.contain(token(0)), "the first one");
    }

    @Test
    void halfOfTheBoundIsKnownFromTheFirstToTheLast() {
        IntStream.range(0, MOST / 2).forEach(number -> familiar.add(token(number)));
        assertTrue(known(MOST / 2) == MOST / 2);
    }

    @Test
    void oneThatIsAcceptedAgainAndAgainTakesOnePlace() {
        familiar.add(token(0));
        IntStream.range(0, 3 * MOST).forEach(time -> familiar.add(token(1)));
        assertTrue(familiar.contain(token(0)));
    }

    @Test
    void oneThatIsRefusedIsForgotten() {
        familiar.add(token(0));
        familiar.add(token(1));
        familiar.remove(token(0));
        assertFalse(familiar.contain(token(0)));
        assertTrue(familiar.contain(token(1)));
    }
}
