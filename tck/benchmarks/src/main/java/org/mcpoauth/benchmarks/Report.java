package org.mcpoauth.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints tables and targets as Markdown, and remembers which targets were missed. */
final class Report {
    private final PrintStream out;
    private final List<String> missed = new ArrayList<>();
    private final List<String> notRun = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void part(String name, String what) {
        out.printf("%n## %s%n%n%s%n%n", name, what);
    }

    void row(List<String> cells) {
        out.println("| " + String.join(" | ", cells) + " |");
    }

    void header(List<String> cells) {
        row(cells);
        out.println("|" + "---|".repeat(cells.size()));
    }

    void targets() {
        out.println();
        header(List.of("target", "what", "at most", "measured", ""));
    }

    /** One target: a value that must not be above its limit. */
    void target(String id, String what, double limit, double measured) {
        boolean isMet = measured <= limit;
        if (!isMet) {
            missed.add(id + " " + what);
        }
        row(List.of(id, what, ratio(limit), ratio(measured), isMet ? "met" : "**missed**"));
    }

    /** A part or a row that could not be measured here. */
    void notRun(String what, String why) {
        notRun.add(what + ": " + why);
    }

    /** Prints what was missed and what was not run. */
    boolean finish() {
        out.println();
        notRun.forEach(each -> out.println("not run: " + each));
        missed.forEach(each -> out.println("missed: " + each));
        out.println(missed.isEmpty() ? "all targets measured here are met" : missed.size() + " targets missed");
        return missed.isEmpty();
    }

    static String ratio(double value) {
        return String.format(Locale.ROOT, value < 0.1 ? "%.4f" : "%.2f", value);
    }
}
