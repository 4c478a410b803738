package org.mcpoauth.client.obtain;

import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.json.StrictJson;

/** Looks whom an assertion is meant for, without judging anything else of it (RFC 7523, section 3). */
final class AssertionAudience {
    private static final int MAX_LENGTH = 64 << 10;

    private final JwsParser parser;

    AssertionAudience(StrictJson json) {
        this.parser = JwsParser.ofTokens(json, MAX_LENGTH);
    }

    /** Whether the audience is the issuer or the token endpoint; platforms often leave out or add a slash at the end. */
    boolean names(Secret assertion, AuthorizationServerMetadata server) {
        String issuer = bare(server.issuer().value());
        String endpoint =
                server.tokenEndpoint().map(uri -> bare(uri.toString())).orElse(issuer);
        return audience(assertion).stream()
                .map(AssertionAudience::bare)
                .anyMatch(each -> each.equals(issuer) || each.equals(endpoint));
    }

    private List<String> audience(Secret assertion) {
        try {
            return parser.claims(parser.parse(assertion.reveal())).audience();
        } catch (MalformedException notAJwt) {
            return List.of();
        }
    }

    private static String bare(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
