package org.mcpoauth.samples.quickstart;

import java.io.PrintStream;

/** Prints the demo for people: numbered steps, facts below them, colour only on a terminal. */
final class Narrator {
    private static final String RESET = "\u001b[0m";
    private static final String BOLD = "\u001b[1;36m";
    private static final String GREEN = "\u001b[32m";
    private static final String GREY = "\u001b[90m";

    private final PrintStream out;
    private final boolean colour;
    private final boolean verbose;
    private int step;

    Narrator(PrintStream out, boolean verbose, boolean colour) {
        this.out = out;
        this.verbose = verbose;
        this.colour = colour;
    }

    void step(String title) {
        step++;
        out.println();
        out.println(paint(BOLD, step + ". " + title));
    }

    void fact(String name, Object value) {
        out.println("   " + name + ": " + value);
    }

    void done(String text) {
        out.println("   " + paint(GREEN, "ok") + " " + text);
    }

    void wire(String text) {
        if (verbose) {
            out.println(paint(GREY, "     | " + text));
        }
    }

    /** Ends the demo when something is not as the step says; a demo that cannot fail shows nothing. */
    void expect(boolean condition, String statement) {
        if (!condition) {
            throw new IllegalStateException("not as it should be: " + statement);
        }
        done(statement);
    }

    private String paint(String code, String text) {
        return colour ? code + text + RESET : text;
    }
}
