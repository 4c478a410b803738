package org.mcpoauth.server.resource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * The identity of a principal as bytes: every part with its length, a missing one marked, so that no two
 * principals have the same bytes. Nobody at all is not a principal.
 */
final class PrincipalDigest {
    private PrincipalDigest() {}

    static byte[] bytes(TokenPrincipal principal) {
        String issuer =
                Optional.ofNullable(principal.issuer()).map(Issuer::value).orElse(null);
        String text = part(principal.clientId()) + part(issuer) + part(principal.subject());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(TokenPrincipal principal) {
        return Base64Url.encode(Sha256.digest(bytes(principal)));
    }

    private static String part(@Nullable String value) {
        return value == null ? "-;" : value.length() + ":" + value + ";";
    }
}
