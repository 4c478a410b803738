package org.mcpoauth.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.benchmarks.Rounds.Cell;
import org.mcpoauth.benchmarks.Rounds.Samples;

/**
 * What we add to the bare check of a signature, in a JVM of its own with one algorithm and one provider, as
 * a resource server has. Where other libraries and algorithms run as well, the compiler meets many callers
 * of the same code and does worse by all of them.
 */
final class FloorRun {
    /** The compiler does not do the same in each process, which makes more of a difference than we do. */
    private static final int PROCESSES = 3;

    private static final Rounds ROUNDS = new Rounds(31, Duration.ofMillis(40), Duration.ofSeconds(3));

    private FloorRun() {}

    /** Our time as a ratio to that of the bare check: the median of several processes. */
    static double ratio(Algorithm algorithm, @Nullable String provider) throws IOException, InterruptedException {
        List<String> arguments =
                Stream.of(algorithm.name(), provider).filter(Objects::nonNull).toList();
        double[] ratios = new double[PROCESSES];
        for (int i = 0; i < PROCESSES; i++) {
            ratios[i] = ratioOfOneProcess(arguments);
        }
        return Rounds.median(ratios);
    }

    private static double ratioOfOneProcess(List<String> arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(ServerProcess.java(FloorRun.class.getName(), arguments.toArray(String[]::new)));
        // what the kernel does for memory that is used for the first time belongs to no verification
        command.addAll(1, List.of("-Xms512m", "-XX:+AlwaysPreTouch"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("not measured: " + String.join(" ", arguments));
        }
        return Double.parseDouble(printed.strip());
    }

    /**
     * Prints the ratio.
     *
     * @param arguments the algorithm, and the name of the provider unless it is the platform's choice
     */
    public static void main(String[] arguments) throws Exception {
        Fixture fixture = Fixture.of(Algorithm.valueOf(arguments[0]));
        @Nullable
        String provider = arguments.length == 1 ? null : Contenders.accp().orElseThrow();
        Map<String, Cell> cells = new LinkedHashMap<>();
        for (Contender contender : Contenders.ourselves(provider)) {
            Contender.Verification verification = contender.verification(fixture);
            String token = fixture.goodToken();
            cells.put(contender.name(), () -> verification.verify(token));
        }
        Map<String, Samples> measured = ROUNDS.measure(cells);
        Samples raw = Objects.requireNonNull(measured.get(Contenders.RAW));
        System.out.println(Objects.requireNonNull(measured.get(Contenders.OURS)).ratioTo(raw));
        System.exit(0);
    }
}
