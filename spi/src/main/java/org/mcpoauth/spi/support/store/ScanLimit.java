package org.mcpoauth.spi.support.store;

/** The bounds of a page of {@link org.mcpoauth.spi.store.StateStore#scan}. */
final class ScanLimit {
    private static final int MAX = 1000;

    private ScanLimit() {}

    static void require(int limit) {
        if (limit < 1 || limit > MAX) {
            throw new IllegalArgumentException("a page has 1 to " + MAX + " entries");
        }
    }
}
