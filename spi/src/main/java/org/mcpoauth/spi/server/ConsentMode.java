package org.mcpoauth.spi.server;

/** When the ready provider asks users whether they agree. */
public enum ConsentMode {
    /**
     * For each client, scope and resource a user has not agreed to yet. What was agreed to is remembered; but
     * where nothing assures who a client is, the user is asked each time (RFC 8252, section 8.6).
     */
    ALWAYS_FOR_NEW_CLIENT,
    /** For each request; nothing is remembered. */
    ALWAYS,
    /** The same as {@link #ALWAYS_FOR_NEW_CLIENT}, but remembered only if the user says so on the page. */
    REMEMBER,
    /** When {@link GrantPolicy#requiresConsent} says so; nothing is remembered. */
    BEAN
}
