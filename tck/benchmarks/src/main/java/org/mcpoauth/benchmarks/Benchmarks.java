package org.mcpoauth.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the parts that are named, or all of them, and ends with 1 when a target is missed. */
public final class Benchmarks {

    private Benchmarks() {}

    /** A part of the run. */
    interface Part {
        void run(Report report) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Part> parts = parts();
        List<String> wanted = arguments.length == 0 ? List.copyOf(parts.keySet()) : List.of(arguments);
        if (!parts.keySet().containsAll(wanted)) {
            System.err.println("parts: " + String.join(" ", parts.keySet()));
            System.exit(2);
        }
        Report report = new Report(System.out);
        for (Map.Entry<String, Part> part : parts.entrySet()) {
            if (wanted.contains(part.getKey())) {
                part.getValue().run(report);
            }
        }
        // some peers leave threads behind
        System.exit(report.finish() ? 0 : 1);
    }

    private static Map<String, Part> parts() {
        Verifications verifications = new Verifications();
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("verify", new VerifyPart(verifications));
        parts.put("cache", new CachePart());
        parts.put("reject", new RejectPart());
        parts.put("garbage", new GarbagePart(verifications));
        parts.put("guard", new GuardPart());
        parts.put("http", new HttpPart());
        parts.put("memory", new MemoryPart());
        parts.put("lookups", new LookupsPart());
        parts.put("client", new ClientPart());
        parts.put("issue", new IssuePart());
        parts.put("as-memory", new IssuedMemoryPart());
        parts.put("as-http", new IssuingHttpPart());
        return parts;
    }
}
