package org.mcpoauth.client.token;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.token.StoredTokens.Standing;

/** Turns answers of the token endpoint into tokens to keep. */
public final class Tokens {
    private Tokens() {}

    /** What a new authorization brought; without {@code scope} everything asked for was granted (RFC 6749, section 5.1). */
    public static StoredTokens first(Target target, Scopes requested, TokenResponse answer) {
        Scopes granted = Objects.requireNonNullElse(answer.scopes(), requested);
        return new StoredTokens(
                target.issuer(),
                target.client().information().clientId(),
                access(target, granted, answer),
                answer.refreshToken(),
                requested,
                target.source(),
                answer.receivedAt(),
                keyThumbprint(target, answer),
                Standing.GOOD);
    }

    /** What a refresh brought; what the answer leaves out stays as it was (RFC 6749, section 6). */
    public static StoredTokens next(Target target, StoredTokens before, TokenResponse answer) {
        Scopes granted =
                Objects.requireNonNullElse(answer.scopes(), before.access().scopes());
        return new StoredTokens(
                before.issuer(),
                before.clientId(),
                access(target, granted, answer),
                answer.refreshToken() == null ? before.refresh() : answer.refreshToken(),
                before.requested(),
                before.source(),
                answer.receivedAt(),
                keyThumbprint(target, answer),
                Standing.GOOD);
    }

    private static AccessToken access(Target target, Scopes granted, TokenResponse answer) {
        return new AccessToken(
                answer.accessToken(),
                scheme(answer),
                granted,
                target.resource(),
                answer.expiresAt().orElse(null));
    }

    private static PresentedToken.Scheme scheme(TokenResponse answer) {
        return switch (answer.tokenType()) {
            case "bearer" -> PresentedToken.Scheme.BEARER;
            case "dpop" -> PresentedToken.Scheme.DPOP;
            default ->
                throw new ResponseViolationException(
                        FailureCode.INVALID_RESPONSE,
                        new Rule("RFC 6749", "7.1"),
                        "the token is neither a bearer token nor a bound one");
        };
    }

    private static @Nullable String keyThumbprint(Target target, TokenResponse answer) {
        return scheme(answer) == PresentedToken.Scheme.DPOP ? target.binding().thumbprint() : null;
    }
}
