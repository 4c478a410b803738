package org.mcpoauth.api.token;

import java.io.Serializable;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;

/**
 * Whom an access token stands for: a client, at an issuer, for a subject. Everything that outlives a
 * request (session, task, state handle) is bound to these three parts, never to a token, because tokens
 * change on refresh.
 *
 * <p>Two principals are equal only if all three parts are; a missing part equals only a missing part.
 * A request without a token has no principal at all ({@code null}), which equals no principal.
 *
 * @param clientId the client (RFC 9068, section 2.2), or {@code null} when the token does not tell
 * @param issuer who vouches for the subject, or {@code null} when the verifier does not tell
 * @param subject the subject, unique only within the issuer (RFC 7519, section 4.1.2), or {@code null}
 *     when the client acts for itself and the token says so by leaving it out
 */
public record TokenPrincipal(
        @Nullable String clientId,
        @Nullable Issuer issuer,
        @Nullable String subject) implements Principal, Serializable {

    /**
     * Checks that there is somebody.
     *
     * @throws IllegalArgumentException if client and subject are both missing, or one of them is empty
     */
    public TokenPrincipal {
        boolean empty = (clientId != null && clientId.isEmpty()) || (subject != null && subject.isEmpty());
        if (empty || (clientId == null && subject == null)) {
            throw new IllegalArgumentException("a principal has a client or a subject, and neither is empty");
        }
    }

    /**
     * Whether no part is missing.
     *
     * @return {@code true} if client, issuer and subject are known
     */
    public boolean isComplete() {
        return clientId != null && issuer != null && subject != null;
    }

    /**
     * The name for people and logs: the subject, or the client when it acts for itself. Not an
     * identifier: two issuers may use one name.
     *
     * @return the name, never empty
     */
    @Override
    public String getName() {
        return subject != null ? subject : String.valueOf(clientId);
    }

    /**
     * Whom the principal of a request stands for.
     *
     * @param principal what {@code getUserPrincipal} gave, or {@code null}
     * @return empty if the request was not guarded, or is open to everybody
     */
    public static Optional<TokenPrincipal> of(@Nullable Principal principal) {
        if (principal instanceof CallerPrincipal caller) {
            return Optional.of(caller.identity());
        }
        return principal instanceof TokenPrincipal identity ? Optional.of(identity) : Optional.empty();
    }
}
