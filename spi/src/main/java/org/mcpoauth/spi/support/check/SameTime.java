package org.mcpoauth.spi.support.check;

import java.time.Duration;
import java.util.stream.Stream;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;

/** RFC 7519, section 4.1.4: times in tokens mean something only between clocks that agree. */
final class SameTime implements IssuerRule {
    /** What a slow answer may cost; its date is that of its beginning. */
    private static final Duration LEAST = Duration.ofSeconds(10);

    @Override
    public Stream<Finding> findings(IssuerAnswers answers, ResourceServerConfiguration resource) {
        Duration skew = resource.token().clockSkew();
        Duration allowed = skew.compareTo(LEAST) < 0 ? LEAST : skew;
        return Stream.ofNullable(answers.ahead())
                .filter(ahead -> ahead.abs().compareTo(allowed) > 0)
                .map(ahead -> new Finding(
                        "MCPO4686",
                        "token.clock-skew",
                        "the clock of " + answers.issuer() + " is "
                                + ahead.abs().toSeconds() + " seconds "
                                + (ahead.isNegative() ? "behind" : "ahead of")
                                + " this one: its tokens look expired or not yet valid; have both follow one time"));
    }
}
