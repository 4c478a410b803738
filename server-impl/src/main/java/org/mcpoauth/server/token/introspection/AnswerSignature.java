package org.mcpoauth.server.token.introspection;

import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.CompactJws;

/** Says whether the issuer signed an answer, with an algorithm that is allowed for it. */
@FunctionalInterface
public interface AnswerSignature {

    /**
     * Checks the signature.
     *
     * @throws MalformedException if the algorithm is not allowed
     * @throws org.mcpoauth.api.error.TransportException if no key set can be had now
     */
    boolean isGenuine(CompactJws jws) throws MalformedException;
}
