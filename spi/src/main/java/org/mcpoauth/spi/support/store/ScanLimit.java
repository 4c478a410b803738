package org.mcpoauth.spi.support.store;

/** The bounds of a page of {@link org.mcpoauth.spi.store.StateStore#scan}. */
public final class ScanLimit {
    private static final int MAX = 1000;

    private ScanLimit() {}

    /**
     * Checks the size of a page.
     *
     * @param limit how many entries it may have
     * @throws IllegalArgumentException if that is not 1 to 1000
     */
    public static void require(int limit) {
        if (limit < 1 || limit > MAX) {
            throw new IllegalArgumentException("a page has 1 to " + MAX + " entries");
        }
    }
}
