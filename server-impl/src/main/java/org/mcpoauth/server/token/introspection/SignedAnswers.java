package org.mcpoauth.server.token.introspection;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.spi.http.HttpPurpose;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Answers that are signed JWTs (RFC 9701, section 5): of the issuer, for this resource, made just now.
 * Their type keeps them apart from access tokens in both directions. An encrypted one is refused.
 */
final class SignedAnswers implements AnswerReader {
    private static final String TYPE = "token-introspection+jwt";
    private static final FetchKind KIND = new FetchKind(
                    FetchKind.TOKEN.timeout(),
                    FetchKind.TOKEN.maxBodyBytes(),
                    List.of("application/" + TYPE),
                    false,
                    new Rule("RFC 9701", "5"))
            .withPurpose(HttpPurpose.INTROSPECTION);
    private static final Duration MAX_AGE = Duration.ofMinutes(5);

    private final JwsParser parser;
    private final Issuer issuer;
    private final String clientId;
    private final AnswerSignature signature;
    private final InstantSource clock;
    private final Duration skew;

    /**
     * The signed answers of one issuer.
     *
     * @param json reads them
     * @param issuer who must have signed
     * @param clientId whom they must be for
     * @param signature checks who signed
     * @param clock tells how old they are
     * @param skew how far clocks may differ
     */
    SignedAnswers(
            StrictJson json,
            Issuer issuer,
            String clientId,
            AnswerSignature signature,
            InstantSource clock,
            Duration skew) {
        this.parser = JwsParser.ofTokens(json, KIND.maxBodyBytes());
        this.issuer = issuer;
        this.clientId = clientId;
        this.signature = signature;
        this.clock = clock;
        this.skew = skew;
    }

    @Override
    public FetchKind kind() {
        return KIND;
    }

    @Override
    public JsonObject read(HttpReply reply) throws MalformedException {
        CompactJws jws = parser.parse(new String(reply.body(), StandardCharsets.ISO_8859_1));
        require(jws.header().hasType(TYPE), "the answer is another kind of JWT");
        JwtClaims claims = parser.claims(jws);
        require(claims.requiredText("iss").equals(issuer.value()), "the answer is of another issuer");
        require(claims.audience().contains(clientId), "the answer is for another resource");
        requireFresh(claims.requiredTime("iat"));
        JwtClaims said = claims.object("token_introspection");
        if (said == null) {
            throw new MalformedException(Fault.CLAIM, "the answer says nothing");
        }
        require(signature.isGenuine(jws), "the answer is not signed by the issuer");
        return said.members();
    }

    private void requireFresh(Instant issuedAt) throws MalformedException {
        Instant now = clock.instant();
        require(!issuedAt.isAfter(now.plus(skew)), "the answer is from the future");
        require(now.isBefore(issuedAt.plus(MAX_AGE).plus(skew)), "the answer is old");
    }

    private static void require(boolean condition, String message) throws MalformedException {
        if (!condition) {
            throw new MalformedException(Fault.CLAIM, message);
        }
    }
}
