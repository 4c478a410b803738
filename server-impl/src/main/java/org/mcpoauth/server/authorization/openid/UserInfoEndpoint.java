package org.mcpoauth.server.authorization.openid;

import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken.Scheme;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.endpoint.AuthorizationHeader;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.UserClaims;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Tells a client about the user who let it know with the scope {@code openid} (OpenID Connect Core 1.0, section 5.3), for
 * an access token in the {@code Authorization} header. Refusals are those of RFC 6750, section 3.1.
 */
public final class UserInfoEndpoint implements EndpointHandler {
    private static final Scopes NEEDED = Scopes.of(IdTokens.SCOPE);

    private final UserInfoTokens tokens;
    private final ClientDirectory clients;
    private final Subjects subjects;
    private final UserClaims claims;
    private final JsonAnswers answers;

    /**
     * Makes the endpoint.
     *
     * @param tokens verifies what is presented
     * @param clients knows who a token is for
     * @param subjects name users
     * @param claims tell of them
     * @param answers writes answers
     */
    public UserInfoEndpoint(
            UserInfoTokens tokens, ClientDirectory clients, Subjects subjects, UserClaims claims, JsonAnswers answers) {
        this.tokens = tokens;
        this.clients = clients;
        this.subjects = subjects;
        this.claims = claims;
        this.answers = answers;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        List<String> lines = AuthorizationHeader.lines(request);
        if (lines.isEmpty()) {
            return refused(401, Challenge.bearer());
        }
        Optional<Credentials> presented = lines.size() == 1 ? presented(lines.get(0)) : Optional.empty();
        if (presented.isEmpty()) {
            return refused(400, Challenge.bearer().error(ErrorCode.INVALID_REQUEST));
        }
        Scheme scheme = presented.get().scheme();
        try {
            return answer(scheme, tokens.verify(request, scheme, presented.get().token()));
        } catch (TokenRejectedException e) {
            return refused(401, challenge(scheme).error(e.error()));
        }
    }

    private record Credentials(Scheme scheme, Secret token) {}

    private EndpointResponse answer(Scheme scheme, VerifiedToken token) {
        TokenPrincipal principal = token.principal();
        if (!token.scopes().containsAll(NEEDED)) {
            return refused(
                    403, challenge(scheme).error(ErrorCode.INSUFFICIENT_SCOPE).scope(NEEDED));
        }
        String subject = principal.subject();
        Optional<String> told = subject == null || principal.clientId() == null
                ? Optional.empty()
                : told(principal.clientId(), subject);
        if (subject == null || told.isEmpty()) {
            return refused(401, challenge(scheme).error(ErrorCode.INVALID_TOKEN));
        }
        JsonObjectBuilder body = answers.object();
        claims.of(subject, token.scopes()).forEach(body::add);
        // whatever the claims say: it must be that of the ID token (section 5.3.2)
        return answers.answer(200, body.add("sub", told.get()).build());
    }

    /** The token is good whether or not the client's own host is: that is asked only where its subjects may differ. */
    private Optional<String> told(String clientId, String subject) {
        try {
            return clients.findIssued(clientId).map(client -> subjects.of(client, subject));
        } catch (EndpointException unreached) {
            if (subjects.mayDiffer()) {
                throw unreached;
            }
            return Optional.of(subject);
        }
    }

    private static Optional<Credentials> presented(String line) {
        int blank = line.indexOf(' ');
        String token = blank < 0 ? "" : line.substring(blank + 1).strip();
        String scheme = blank < 0 ? "" : line.substring(0, blank).toLowerCase(Locale.ROOT);
        if (token.isEmpty() || !(scheme.equals(Challenge.BEARER) || scheme.equals(Challenge.DPOP))) {
            return Optional.empty();
        }
        return Optional.of(
                new Credentials(scheme.equals(Challenge.DPOP) ? Scheme.DPOP : Scheme.BEARER, Secret.of(token)));
    }

    private static Challenge.Builder challenge(Scheme scheme) {
        return scheme == Scheme.DPOP ? Challenge.dpop() : Challenge.bearer();
    }

    private static EndpointResponse refused(int status, Challenge.Builder challenge) {
        return ResponseHeaders.notStored()
                .set("WWW-Authenticate", challenge.build().toHeaderValue())
                .answer(status);
    }
}
