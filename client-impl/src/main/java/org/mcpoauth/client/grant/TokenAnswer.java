package org.mcpoauth.client.grant;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.http.HttpReply;

/** Reads what the token endpoint granted (RFC 6749, section 5.1). */
final class TokenAnswer {
    private static final Rule RULE = new Rule("RFC 6749", "5.1");
    private static final Set<String> TYPES = Set.of("bearer", "dpop", "n_a");

    private final Toolkit toolkit;

    TokenAnswer(Toolkit toolkit) {
        this.toolkit = toolkit;
    }

    TokenResponse read(URI endpoint, HttpReply reply) {
        JsonAnswer answer = JsonAnswer.of(toolkit, endpoint, reply, RULE);
        return new TokenResponse(
                token(answer, "access_token").orElseThrow(() -> answer.invalid("access_token")),
                tokenType(answer),
                answer.seconds("expires_in").orElse(null),
                toolkit.clock().instant(),
                scopes(answer),
                token(answer, "refresh_token").orElse(null),
                answer.text("id_token").map(Secret::of).orElse(null),
                issuedTokenType(answer),
                answer.body());
    }

    /** Visible characters (RFC 6749, appendix A.12 and A.17): others could end the header that carries the token. */
    private static Optional<Secret> token(JsonAnswer answer, String name) {
        Optional<String> token = answer.text(name);
        if (token.filter(text -> !text.chars().allMatch(c -> c >= 0x20 && c <= 0x7e))
                .isPresent()) {
            throw answer.invalid(name);
        }
        return token.map(Secret::of);
    }

    /** A type this client cannot present would make the token useless or, worse, misused. */
    private static String tokenType(JsonAnswer answer) {
        String type = answer.required("token_type").toLowerCase(Locale.ROOT);
        if (!TYPES.contains(type)) {
            throw answer.invalid("token_type");
        }
        return type;
    }

    private static @Nullable Scopes scopes(JsonAnswer answer) {
        Optional<String> scope = answer.text("scope");
        try {
            return scope.map(Scopes::parse).orElse(null);
        } catch (IllegalArgumentException e) {
            throw answer.invalid("scope");
        }
    }

    private static @Nullable TokenTypeIdentifier issuedTokenType(JsonAnswer answer) {
        Optional<String> type = answer.text("issued_token_type");
        try {
            return type.map(TokenTypeIdentifier::of).orElse(null);
        } catch (IllegalArgumentException e) {
            throw answer.invalid("issued_token_type");
        }
    }
}
