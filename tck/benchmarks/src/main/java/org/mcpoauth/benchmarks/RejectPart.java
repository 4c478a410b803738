package org.mcpoauth.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.benchmarks.Contender.Verification;
import org.mcpoauth.benchmarks.Rounds.Cell;
import org.mcpoauth.benchmarks.Rounds.Samples;

/** What it costs to refuse a token before its signature is looked at: target P6. */
final class RejectPart implements Part {
    private static final double OF_ACCEPTED = 0.25;
    private static final String ACCEPTED = "accepted";

    @Override
    public void run(Report report) throws Exception {
        report.part("reject", "CPU time of refusing an RS256 token, as ratio to accepting one, nothing cached.");
        Map<String, Samples> measured = Rounds.usual().measure(cells());
        Samples accepted = Objects.requireNonNull(measured.remove(ACCEPTED));
        report.targets();
        measured.forEach((name, samples) -> report.target("P6", name, OF_ACCEPTED, samples.ratioTo(accepted)));
    }

    private static Map<String, Cell> cells() throws Exception {
        Fixture fixture = Fixture.of(Algorithm.RS256);
        Verification ours = OurContender.uncached(Contenders.OURS, null).verification(fixture);
        String good = fixture.goodToken();
        Map<String, Cell> cells = new LinkedHashMap<>();
        cells.put(ACCEPTED, () -> ours.verify(good));
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put("expired", fixture.expiredToken());
        refused.put("for another resource", fixture.tokenForAnotherResource());
        refused.put("of another issuer", fixture.token(claims -> claims.add("iss", "http://127.0.0.1:7000/other")));
        refused.put("of an unknown key", fixture.tokenOfUnknownKey());
        refused.put("no token", "x".repeat(good.length()));
        refused.put("of 32 KiB", "x".repeat(32 << 10));
        refused.forEach((name, token) -> cells.put(name, () -> refusal(ours, token)));
        return cells;
    }

    private static Object refusal(Verification verification, String token) throws Exception {
        try {
            throw new IllegalStateException("accepted: " + verification.verify(token));
        } catch (TokenRejectedException e) {
            return e.reason();
        }
    }
}
