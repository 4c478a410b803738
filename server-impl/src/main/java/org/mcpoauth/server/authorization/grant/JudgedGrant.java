package org.mcpoauth.server.authorization.grant;

/** A grant that was found right. Nothing is used up yet. */
@FunctionalInterface
interface JudgedGrant {

    /**
     * Uses up what is presented and issues tokens.
     *
     * @throws org.mcpoauth.api.error.EndpointException if it was used up in the meantime, or the provider refuses
     */
    Issuance issue();
}
