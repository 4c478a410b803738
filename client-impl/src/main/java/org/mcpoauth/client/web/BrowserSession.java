package org.mcpoauth.client.web;

/**
 * A browser and what it is known by.
 *
 * @param cookie what the browser has, which changes with each login and logout where browsers have tokens
 * @param id what it is called here, which does not; no secret, and no cookie follows from it
 */
record BrowserSession(String cookie, String id) {

    /** Gives what is no secret. */
    @Override
    public String toString() {
        return "BrowserSession[id=" + id + "]";
    }
}
