package org.mcpoauth.api.client;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.Difference;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;

/**
 * A validated authorization response. The only way to one is {@link #validate}, so a code cannot reach
 * the token endpoint unchecked. Immutable.
 */
public final class AuthorizationResponse {
    private static final Rule RESPONSE = new Rule("RFC 6749", "4.1.2");
    private static final Rule ISSUER = new Rule("RFC 9207", "2.4");
    private static final int MAX_DESCRIPTION = 500;
    private static final List<String> SINGLE =
            List.of("code", "state", "iss", "error", "error_description", "error_uri", "response");

    private final AuthorizationRequest request;
    private final Secret code;

    private AuthorizationResponse(AuthorizationRequest request, Secret code) {
        this.request = request;
        this.code = code;
    }

    /**
     * Judges the parameters that came to the redirect URI, in this order: nothing occurs twice, the
     * request is not too old, {@code state} is the one that was sent, {@code iss} is the recorded issuer
     * by simple string comparison (and is there when the server promised it), and only then the error
     * or the code is looked at (RFC 6749, sections 4.1.2 and 4.1.2.1; RFC 9207, section 2.4; MCP
     * authorization, "Authorization Response Validation").
     *
     * @param request the request as it was remembered; the caller makes sure that it is used once
     * @param response the parameters of the redirect, decoded once
     * @param now the current time
     * @return the validated response
     * @throws ResponseViolationException with {@code DUPLICATE_PARAMETER}, {@code STATE_MISMATCH}, {@code
     *     RESPONSE_ISSUER_MISMATCH} or {@code INVALID_RESPONSE}; neither the code nor the text of an
     *     unverified error is in it
     * @throws OAuthErrorException with {@code AUTHORIZATION_RESPONSE_ERROR} if the verified server refused
     */
    public static AuthorizationResponse validate(AuthorizationRequest request, Parameters response, Instant now) {
        requireSingle(response);
        requireState(request, response, now);
        requireIssuer(request, response);
        refuseError(request, response);
        String code = response.single("code")
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> violation(FailureCode.INVALID_RESPONSE, RESPONSE, "the response has no code"));
        return new AuthorizationResponse(request, Secret.of(code));
    }

    /**
     * The request this is the answer to.
     *
     * @return the request with its PKCE verifier
     */
    public AuthorizationRequest request() {
        return request;
    }

    /**
     * The authorization code.
     *
     * @return the code
     */
    public Secret code() {
        return code;
    }

    /** Gives the request; the code stays out. */
    @Override
    public String toString() {
        return "AuthorizationResponse[" + request + "]";
    }

    private static void requireSingle(Parameters response) {
        for (String name : SINGLE) {
            if (response.values(name).size() > 1) {
                throw violation(FailureCode.DUPLICATE_PARAMETER, new Rule("RFC 6749", "3.1"), name + " occurs twice");
            }
        }
    }

    private static void requireState(AuthorizationRequest request, Parameters response, Instant now) {
        boolean fresh = now.isBefore(request.expiresAt());
        Optional<String> state = response.single("state");
        if (!fresh || state.isEmpty() || !request.state().matches(state.get())) {
            throw violation(FailureCode.STATE_MISMATCH, RESPONSE, "state is missing, not the one sent, or too old");
        }
    }

    private static void requireIssuer(AuthorizationRequest request, Parameters response) {
        Optional<String> issuer = response.single("iss");
        String recorded = request.issuer().value();
        if (issuer.isEmpty() && request.issuerInResponse()) {
            throw violation(FailureCode.RESPONSE_ISSUER_MISMATCH, ISSUER, "iss is missing although promised");
        }
        if (issuer.isPresent() && !issuer.get().equals(recorded)) {
            throw new ResponseViolationException(
                    FailureCode.RESPONSE_ISSUER_MISMATCH,
                    ISSUER,
                    "iss is not the issuer that was asked",
                    Difference.between(recorded, issuer.get()));
        }
    }

    private static void refuseError(AuthorizationRequest request, Parameters response) {
        Optional<String> error = response.single("error");
        if (error.isPresent()) {
            String code = error.filter(ErrorCode::isErrorCode).orElse(ErrorCode.SERVER_ERROR.value());
            throw new OAuthErrorException(
                    FailureCode.AUTHORIZATION_RESPONSE_ERROR,
                    withoutQuery(request.uri()),
                    0,
                    new ErrorCode(code),
                    response.single("error_description")
                            .map(AuthorizationResponse::printable)
                            .orElse(null),
                    null);
        }
    }

    private static URI withoutQuery(URI uri) {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? uri : URI.create(text.substring(0, query));
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder();
        text.chars().limit(MAX_DESCRIPTION).forEach(c -> clean.append(c >= 0x20 && c <= 0x7e ? (char) c : '?'));
        return clean.toString();
    }

    private static ResponseViolationException violation(FailureCode code, Rule rule, String message) {
        return new ResponseViolationException(code, rule, message);
    }

    /**
     * Equal if request and code are.
     *
     * @param other the object to compare with
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof AuthorizationResponse response
                && request.equals(response.request)
                && code.equals(response.code);
    }

    @Override
    public int hashCode() {
        return Objects.hash(request, code);
    }
}
