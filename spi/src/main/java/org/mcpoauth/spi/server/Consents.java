package org.mcpoauth.spi.server;

import java.util.List;

/**
 * What users agreed to at the ready provider: for a page where they see it and take it back. Safe for use by
 * several threads.
 */
public interface Consents {

    /**
     * What a user agreed to and need not be asked again.
     *
     * @param subject the user, as tokens name them
     * @return the consents that hold now, at most 1000 of them; none for an unknown user
     * @throws org.mcpoauth.api.error.StorageException if the store cannot be used
     */
    List<Consent> of(String subject);

    /**
     * Takes back all that a user agreed to for a client: the next request asks again. Tokens that were issued
     * already are not touched (revoke them by RFC 7009).
     *
     * @param subject the user, as tokens name them
     * @param clientId the client
     * @return whether there was anything to take back
     * @throws org.mcpoauth.api.error.StorageException if the store cannot be used
     */
    boolean revoke(String subject, String clientId);
}
