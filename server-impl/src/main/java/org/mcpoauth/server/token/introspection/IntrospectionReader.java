package org.mcpoauth.server.token.introspection;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.InstantSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.token.TokenReader;
import org.mcpoauth.server.token.TokenText;
import org.mcpoauth.server.token.WarningPace;
import org.mcpoauth.server.token.cache.FamiliarTokens;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.IntrospectionRules.ResponseForm;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.oauth.ClientAssertions;
import org.mcpoauth.spi.support.oauth.EndpointCall;
import org.mcpoauth.spi.support.oauth.OAuthCaller;
import org.mcpoauth.spi.support.oauth.ServerDiscovery;

/** Reads tokens by asking their authorization server about each (RFC 7662; RFC 9701). Thread-safe. */
public final class IntrospectionReader implements TokenReader {
    private final IntrospectionCall call;
    private final ActiveTokenRules rules;
    private final FamiliarTokens familiar;

    private IntrospectionReader(IntrospectionCall call, ActiveTokenRules rules, FamiliarTokens familiar) {
        this.call = call;
        this.rules = rules;
        this.familiar = familiar;
    }

    /**
     * What a reader works with.
     *
     * @param http calls the server
     * @param json reads answers
     * @param signatures signs client assertions
     * @param clock tells the time
     * @param familiar learns which tokens are accepted
     */
    public record Tools(
            GuardedHttp http,
            StrictJson json,
            JcaSignatures signatures,
            InstantSource clock,
            FamiliarTokens familiar) {}

    /**
     * Makes a reader; nothing is fetched yet.
     *
     * @param introspection whom to ask, and how
     * @param token how far clocks may differ
     * @param claims what goes for every token
     * @param signature who may have signed an answer
     * @param tools what to work with
     */
    public static IntrospectionReader of(
            IntrospectionRules introspection,
            TokenRules token,
            ClaimRules claims,
            AnswerSignature signature,
            Tools tools) {
        ClientAssertions assertions =
                new ClientAssertions(tools.json(), tools.signatures(), new RandomIds(), tools.clock());
        AnswerReader answers = introspection.response() == ResponseForm.JSON
                ? new JsonAnswers(tools.json())
                : new SignedAnswers(
                        tools.json(),
                        introspection.issuer(),
                        introspection.clientId(),
                        signature,
                        tools.clock(),
                        token.clockSkew());
        IntrospectionCall call = new IntrospectionCall(
                introspection
                        .authentication()
                        .map(method -> new OAuthCaller(introspection.issuer(), introspection.clientId(), method)),
                new EndpointLocation(introspection, new ServerDiscovery(tools.http(), tools.json())),
                new EndpointCall(tools.http(), assertions),
                tools.http(),
                answers,
                new ServerPause(introspection.issuer().uri(), tools.clock()),
                new WarningPace(tools.clock()));
        return new IntrospectionReader(call, new ActiveTokenRules(introspection.issuer(), claims), tools.familiar());
    }

    @Override
    public VerifiedToken read(Secret token) {
        requirePossible(token);
        JsonObject answer = call.ask(token, familiar.contain(token));
        try {
            VerifiedToken accepted = judged(answer);
            familiar.add(token);
            return accepted;
        } catch (TokenRejectedException e) {
            familiar.remove(token);
            throw e;
        }
    }

    /** Nobody is asked about what cannot be a token. */
    private static void requirePossible(Secret token) {
        if (TokenText.isTooLong(token)) {
            throw ActiveTokenRules.logged(new TokenRejectedException(RejectionReason.TOO_LARGE), "");
        }
        if (!TokenText.isToken68(token)) {
            throw ActiveTokenRules.logged(new TokenRejectedException(RejectionReason.MALFORMED), "");
        }
    }

    private VerifiedToken judged(JsonObject answer) {
        if (answer.get("active") != JsonValue.TRUE) {
            throw ActiveTokenRules.logged(new TokenRejectedException(RejectionReason.INACTIVE), "");
        }
        return rules.judge(answer);
    }
}
