package org.mcpoauth.api.error;

import java.io.Serial;
import java.net.URI;
import java.util.Objects;
import org.mcpoauth.api.challenge.Challenges;

/**
 * The protected resource wants authorization, or more of it, and the client cannot or must not get it
 * by itself (RFC 9110, section 11.6.1; RFC 6750, section 3).
 */
public final class ChallengeException extends McpOAuthException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final URI resource;
    private final int status;
    private final Challenges challenges;

    /**
     * A challenge that was not resolved.
     *
     * @param resource the URL that was called
     * @param status the HTTP status, 401 or 403
     * @param challenges the parsed challenges, empty when the response had none
     */
    public ChallengeException(URI resource, int status, Challenges challenges) {
        super(FailureCode.WWW_AUTHENTICATE_CHALLENGE, "the protected resource answered " + status, null);
        this.resource = Objects.requireNonNull(resource, "resource");
        this.status = status;
        this.challenges = Objects.requireNonNull(challenges, "challenges");
    }

    /**
     * The URL that was called.
     *
     * @return the URL
     */
    public URI resource() {
        return resource;
    }

    /**
     * The HTTP status of the answer.
     *
     * @return 401 or 403
     */
    public int status() {
        return status;
    }

    /**
     * The parsed challenges.
     *
     * @return the challenges in the order of the response
     */
    public Challenges challenges() {
        return challenges;
    }
}
