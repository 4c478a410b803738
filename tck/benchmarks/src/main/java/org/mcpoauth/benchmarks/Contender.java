package org.mcpoauth.benchmarks;

/** A way to verify access tokens. All are told to check signature, algorithm, issuer, audience and expiry. */
interface Contender {

    /** How the tables call it. */
    String name();

    /** Whether it can verify this algorithm at all. */
    boolean supports(Algorithm algorithm);

    /** Prepares everything that an application prepares once, and takes the keys of the issuer. */
    Verification verification(Fixture fixture) throws Exception;

    /** Verifies one token. */
    @FunctionalInterface
    interface Verification {

        /**
         * Verifies a token.
         *
         * @return what was found in it
         * @throws Exception if it is refused
         */
        Object verify(String token) throws Exception;
    }
}
