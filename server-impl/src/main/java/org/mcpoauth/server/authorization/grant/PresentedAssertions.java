package org.mcpoauth.server.authorization.grant;

import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.server.authorization.assertion.AssertionVerifier;
import org.mcpoauth.server.authorization.assertion.PresentedAssertion;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * The {@code assertion} of a token request (RFC 7521, section 4.1): what is wrong with it is an {@code invalid_grant}.
 *
 * @param verifier reads it
 */
record PresentedAssertions(AssertionVerifier verifier) {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.grant");

    /** What somebody makes of an assertion. */
    @FunctionalInterface
    interface Check<T> {
        T of(PresentedAssertion presented) throws MalformedException;
    }

    /**
     * Checks the assertion of a request.
     *
     * @throws EndpointException if there is none, it breaks a rule, or its keys cannot be had now
     */
    <T> T check(Parameters form, Check<T> check) {
        Secret text = form.find("assertion")
                .map(Secret::of)
                .orElseThrow(() -> EndpointException.token(ErrorCode.INVALID_REQUEST, "assertion is missing"));
        try {
            return check.of(verifier.read(text));
        } catch (MalformedException e) {
            throw EndpointException.token(ErrorCode.INVALID_GRANT, "the assertion is refused: " + e.getMessage());
        } catch (TransportException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "MCPO4562 no keys of an assertion's issuer: " + e.code());
            throw EndpointException.token(ErrorCode.TEMPORARILY_UNAVAILABLE, null);
        }
    }
}
