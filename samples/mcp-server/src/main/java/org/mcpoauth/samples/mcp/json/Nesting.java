package org.mcpoauth.samples.mcp.json;

import jakarta.json.JsonException;

/**
 * Bounds the depth of JSON text and finds what follows its end, before a parser sees it; what parsers do
 * about either differs.
 */
final class Nesting {
    private static final int MAX_DEPTH = 32;
    private static final String BLANKS = " \t\r\n";

    private int depth;
    private boolean ended;
    private boolean inString;
    private boolean escaped;

    private Nesting() {}

    static void check(byte[] text) {
        Nesting nesting = new Nesting();
        for (byte octet : text) {
            nesting.accept(octet);
        }
    }

    private void accept(byte octet) {
        if (escaped) {
            escaped = false;
        } else if (inString) {
            escaped = octet == '\\';
            inString = octet != '"';
        } else {
            outsideOfStrings(octet);
        }
    }

    private void outsideOfStrings(byte octet) {
        if (ended && BLANKS.indexOf(octet) < 0) {
            throw new JsonException("text after the end");
        }
        switch (octet) {
            case '"' -> inString = true;
            case '{', '[' -> open();
            case '}', ']' -> ended = --depth == 0;
            default -> {}
        }
    }

    private void open() {
        depth++;
        if (depth > MAX_DEPTH) {
            throw new JsonException("more than " + MAX_DEPTH + " levels");
        }
    }
}
