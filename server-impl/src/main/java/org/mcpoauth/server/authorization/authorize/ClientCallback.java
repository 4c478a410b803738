package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ErrorCode;

/**
 * Where the answer to an authorization request goes. Each answer has {@code iss}, errors too (RFC 9207,
 * section 2), and {@code state} if there was one (RFC 6749, sections 4.1.2 and 4.1.2.1).
 *
 * @param redirectUri the trusted redirect URI
 * @param state what the client sent, or {@code null}
 * @param issuer who answers
 */
record ClientCallback(URI redirectUri, @Nullable String state, Issuer issuer) {

    String granted(Secret code) {
        return answer(parameter("code", code.reveal()));
    }

    String refused(ErrorCode error, @Nullable String description) {
        String parameters = parameter("error", error.value());
        return answer(
                description == null ? parameters : parameters + "&" + parameter("error_description", description));
    }

    private String answer(String parameters) {
        String text = redirectUri.toString();
        String separator = redirectUri.getRawQuery() == null ? "?" : "&";
        String ofState = state == null ? "" : "&" + parameter("state", state);
        return text + separator + parameters + ofState + "&" + parameter("iss", issuer.value());
    }

    private static String parameter(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
