package org.mcpoauth.spi.client;

import java.nio.file.Path;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the sign-in of a user at the identity provider left behind, to be exchanged for an
 * identity assertion (draft-ietf-oauth-identity-assertion-authz-grant, section 4.3).
 *
 * <p>Safe for use by several threads. It is asked again for each new access token.
 */
@FunctionalInterface
public interface SubjectTokenSource {

    /**
     * The token of a user.
     *
     * @param user the user, of whom only the name is certain, or {@code null} for a client that was not
     *     told any
     * @return a token that was issued to this application at the identity provider
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if the user has to sign in first
     */
    SubjectToken token(@Nullable Principal user);

    /**
     * The ID token in a file, for an application with one user. The file is read each time.
     *
     * @param file at most 64 KiB of text; white space around it does not count
     * @return a source that has the same token for everybody
     */
    static SubjectTokenSource idTokenFile(Path file) {
        TokenFile token = new TokenFile(file, "id-jag.subject-token-file");
        return user -> SubjectToken.idToken(token.read());
    }
}
