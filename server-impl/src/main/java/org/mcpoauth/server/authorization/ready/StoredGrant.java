package org.mcpoauth.server.authorization.ready;

/**
 * A grant with the text it was read from, which is what a compare-and-set expects to find.
 *
 * @param id names the grant
 * @param grant its state
 * @param text the stored text; holds no secret in the clear
 */
record StoredGrant(String id, Grant grant, String text) {

    /** Names the grant. */
    @Override
    public String toString() {
        return "StoredGrant[" + id + "]";
    }
}
