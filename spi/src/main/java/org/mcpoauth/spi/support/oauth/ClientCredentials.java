package org.mcpoauth.spi.support.oauth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.spi.support.codec.Base64Url;

/** Writes the credentials of a client into a request (RFC 6749, section 2.3.1; RFC 7523, section 2.2). */
final class ClientCredentials {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final ClientAssertions assertions;

    ClientCredentials(ClientAssertions assertions) {
        this.assertions = assertions;
    }

    /** Both parts are form-encoded before they are joined, as RFC 6749, section 2.3.1 demands. */
    Map<String, String> headers(OAuthCaller caller) {
        if (caller.authentication() instanceof ClientAuthentication.ClientSecretBasic basic) {
            String pair =
                    encoded(caller.clientId()) + ":" + encoded(basic.secret().reveal());
            byte[] bytes = pair.getBytes(StandardCharsets.US_ASCII);
            return Map.of("Authorization", "Basic " + Base64Url.encodeStandard(bytes));
        }
        return Map.of();
    }

    Parameters parameters(OAuthCaller caller) {
        ClientAuthentication method = caller.authentication();
        String clientId = caller.clientId();
        if (method instanceof ClientAuthentication.ClientSecretPost post) {
            return withSecret(clientId, post.secret());
        }
        if (method instanceof ClientAuthentication.ClientSecretJwt jwt) {
            return withAssertion(assertions.withSecret(caller, jwt));
        }
        if (method instanceof ClientAuthentication.PrivateKeyJwt jwt) {
            return withAssertion(assertions.withKey(caller, jwt));
        }
        return method instanceof ClientAuthentication.ClientSecretBasic
                        || method instanceof ClientAuthentication.Omitted
                ? Parameters.NONE
                : Parameters.builder().add("client_id", clientId).build();
    }

    private static Parameters withSecret(String clientId, Secret secret) {
        return Parameters.builder()
                .add("client_id", clientId)
                .add("client_secret", secret.reveal())
                .build();
    }

    private static Parameters withAssertion(String assertion) {
        return Parameters.builder()
                .add("client_assertion_type", ASSERTION_TYPE)
                .add("client_assertion", assertion)
                .build();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
