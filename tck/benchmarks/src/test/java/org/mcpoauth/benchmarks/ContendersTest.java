package org.mcpoauth.benchmarks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.benchmarks.Contender.Verification;

/** A contender that does not check what the others check would win unfairly. */
class ContendersTest {
    private static final Map<Algorithm, Fixture> FIXTURES = new ConcurrentHashMap<>();
    private static final List<Contender> ALL = Contenders.all();

    static Stream<Arguments> contenders() {
        return ALL.stream()
                .flatMap(contender -> Stream.of(Algorithm.values())
                        .filter(contender::supports)
                        .map(algorithm -> Arguments.of(contender.name(), algorithm, contender)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("contenders")
    void acceptsTheGoodTokenAndRefusesOthers(String name, Algorithm algorithm, Contender contender) throws Exception {
        Fixture fixture = FIXTURES.computeIfAbsent(algorithm, Fixture::of);
        Verification verification = contender.verification(fixture);
        assertNotNull(verification.verify(fixture.goodToken()));
        assertRefused(verification, fixture.tamperedToken());
        if (!(contender instanceof RawContender)) {
            assertRefused(verification, fixture.expiredToken());
            assertRefused(verification, fixture.tokenForAnotherResource());
            assertRefused(verification, fixture.token(claims -> claims.add("iss", "http://127.0.0.1:7000/other")));
        }
        assertDoesNotThrow(() -> verification.verify(fixture.goodToken()));
    }

    private static void assertRefused(Verification verification, String token) {
        assertThrows(Exception.class, () -> verification.verify(token));
    }
}
