package org.mcpoauth.server.authorization.grant;

import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.Sha256;

/** The PKCE check of the token endpoint (RFC 7636, sections 4.1 and 4.6), S256 only. */
final class CodeVerifier {
    private static final int MIN = 43;
    private static final int MAX = 128;

    private CodeVerifier() {}

    static boolean isWellFormed(String verifier) {
        return verifier.length() >= MIN
                && verifier.length() <= MAX
                && verifier.chars().allMatch(CodeVerifier::isUnreserved);
    }

    static boolean matches(String challenge, String verifier) {
        return isWellFormed(verifier) && Secret.of(challenge).matches(Sha256.base64Url(verifier));
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
