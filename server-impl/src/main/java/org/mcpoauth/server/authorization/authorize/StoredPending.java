package org.mcpoauth.server.authorization.authorize;

/**
 * A pending authorization with the text it was read from, which is what a compare-and-set expects.
 *
 * @param id what forms name it by
 * @param pending its state
 * @param text the stored text
 */
record StoredPending(String id, PendingAuthorization pending, String text) {

    /** Gives the type only. */
    @Override
    public String toString() {
        return "StoredPending";
    }
}
