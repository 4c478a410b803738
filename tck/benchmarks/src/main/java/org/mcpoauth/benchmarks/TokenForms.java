package org.mcpoauth.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;

/** What the client of the benchmark sends to an authorization server, and the part of the answers that it needs. */
final class TokenForms {
    private TokenForms() {}

    static String clientCredentials() {
        return token("grant_type=client_credentials&scope=" + encoded(IssuingServer.SCOPES.toString()));
    }

    static String code(String code) {
        return token("grant_type=authorization_code&code=" + encoded(code) + "&redirect_uri="
                + encoded(IssuingServer.CALLBACK.toString()) + "&code_verifier=" + IssuingServer.VERIFIER);
    }

    static String refresh(String refreshToken) {
        return token("grant_type=refresh_token&refresh_token=" + encoded(refreshToken));
    }

    static String introspection(String token) {
        return "token=" + encoded(token);
    }

    private static String token(String form) {
        return form + "&resource=" + encoded(IssuingServer.RESOURCE.value());
    }

    /** How the client authenticates (RFC 6749, section 2.3.1). */
    static String credentials() {
        String both = IssuingServer.CLIENT.clientId() + ":" + encoded(IssuingServer.SECRET.reveal());
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    }

    /** The text of a member, found without reading the document: reading it is the business of clients. */
    static String member(String body, String name) {
        String before = "\"" + name + "\":\"";
        int at = body.indexOf(before);
        if (at < 0) {
            throw new IllegalStateException("no " + name + " in the answer");
        }
        int start = at + before.length();
        return body.substring(start, body.indexOf('"', start));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
