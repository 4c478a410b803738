package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.IdentityRules;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.support.codec.Base64Url;

/** The rules for claims (RFC 9068, sections 2.2 and 4; RFC 7519, section 4.1). */
class AccessTokenClaimsTest extends VerifierFixture {
    // RFC 9068, section 4; MCP authorization, "Token Handling": exact comparison
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/mcp/",
                "http://127.0.0.1/mc",
                "http://127.0.0.1/mcp/x",
                "http://127.0.0.1",
                "http://127.0.0.1:80/mcp",
                "HTTP://127.0.0.1/mcp",
                "http://127.0.0.1/MCP",
                "http://127.0.0.1/mcp#",
                "https://127.0.0.1/mcp"
            })
    void anAudienceThatLooksAlikeIsRefused(String audience) {
        assertRejected(RejectionReason.AUDIENCE, lenient, issuer.token(claims -> claims.add("aud", audience)));
        assertRejected(
                RejectionReason.AUDIENCE,
                lenient,
                issuer.token(claims -> claims.add("aud", JSON.array(List.of(audience)))));
    }

    @Test
    void noAudienceIsNotOurs() {
        assertRejected(RejectionReason.AUDIENCE, lenient, issuer.token(claims -> claims.remove("aud")));
        assertRejected(RejectionReason.AUDIENCE, lenient, issuer.token(claims -> claims.add("aud", JSON.array())));
    }

    @Test
    void configuredAudiencesTakeThePlaceOfTheResource() {
        TokenVerifier other = verifier(it -> it.audiences(List.of("api://notes")));
        String token = issuer.token(claims -> claims.add("aud", "api://notes"));
        assertEquals("alice", verify(other, token).principal().subject());
        assertRejected(RejectionReason.AUDIENCE, other, issuer.token());
    }

    // RFC 7519, sections 4.1.4 to 4.1.6, with 30 seconds for clocks that differ
    @Test
    void aTokenEndsAtItsExpiryPlusSkew() {
        String token = issuer.token();
        clock.move(Duration.ofSeconds(629));
        assertEquals("alice", verify(lenient, token).principal().subject());
        clock.move(Duration.ofSeconds(1));
        assertRejected(RejectionReason.EXPIRED, lenient, token);
    }

    @Test
    void aTokenBeginsAtItsTimesMinusSkew() {
        long now = clock.instant().getEpochSecond();
        for (String claim : List.of("nbf", "iat")) {
            assertEquals(
                    "alice",
                    verify(lenient, issuer.token(claims -> claims.add(claim, now + 30)))
                            .principal()
                            .subject());
            assertRejected(RejectionReason.NOT_YET_VALID, lenient, issuer.token(claims -> claims.add(claim, now + 31)));
        }
    }

    // RFC 7519, sections 4.1.4 and 4.1.5: to the second, whatever the skew
    @ParameterizedTest
    @ValueSource(longs = {0, 30, 300})
    void theSkewIsTheConfiguredOne(long skew) {
        TokenVerifier skewed = verifier(it -> it.token(TokenRules.DEFAULT.withClockSkew(Duration.ofSeconds(skew))));
        long now = clock.instant().getEpochSecond();
        assertEquals("alice", subject(skewed, "exp", now - skew + 1));
        assertRejected(RejectionReason.EXPIRED, skewed, token("exp", now - skew));
        assertRejected(RejectionReason.EXPIRED, skewed, token("exp", now - skew - 1));
        assertEquals("alice", subject(skewed, "nbf", now + skew - 1));
        assertEquals("alice", subject(skewed, "nbf", now + skew));
        assertRejected(RejectionReason.NOT_YET_VALID, skewed, token("nbf", now + skew + 1));
    }

    private String token(String name, long time) {
        return issuer.token(claims -> claims.add("iat", 1).add(name, time));
    }

    private @Nullable String subject(TokenVerifier skewed, String name, long time) {
        return verify(skewed, token(name, time)).principal().subject();
    }

    @Test
    void timesOfAnotherTypeAreRefused() {
        for (String claim : List.of("exp", "nbf", "iat")) {
            for (JsonValue value : List.of(JsonValue.NULL, JsonValue.TRUE, JsonValue.EMPTY_JSON_ARRAY)) {
                assertRejected(RejectionReason.CLAIMS, lenient, issuer.token(claims -> claims.add(claim, value)));
            }
            assertRejected(RejectionReason.CLAIMS, lenient, issuer.token(claims -> claims.add(claim, "1999999999")));
        }
        assertRejected(RejectionReason.CLAIMS, lenient, issuer.token(claims -> claims.remove("exp")));
    }

    // RFC 9449, section 7.2; RFC 8705, section 3; RFC 7800, section 3.1
    @ParameterizedTest
    @ValueSource(strings = {"jkt", "x5t#S256", "jwk", "something-new"})
    void aBoundTokenWithoutProofIsRefused(String method) {
        String token = issuer.token(claims -> claims.add("cnf", JSON.object().add(method, "abc")));
        assertRejected(RejectionReason.SENDER_CONSTRAINT, lenient, token);
        assertRejected(
                RejectionReason.SENDER_CONSTRAINT, lenient, issuer.token(claims -> claims.add("cnf", JsonValue.NULL)));
    }

    @Test
    void theSchemeOfDpopIsRefused() {
        PresentedToken presented = new PresentedToken(
                PresentedToken.Scheme.DPOP, Secret.of(issuer.token()), "POST", URL, List.of("proof"), null);
        TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> lenient.verify(presented));
        assertEquals(RejectionReason.SENDER_CONSTRAINT, e.reason());
        assertEquals(ErrorCode.INVALID_TOKEN, e.error());
    }

    // RFC 9068, section 2.2
    @ParameterizedTest
    @ValueSource(strings = {"sub", "client_id", "jti", "iat"})
    void theStrictProfileDemandsItsClaims(String claim) {
        String token = issuer.token(claims -> claims.remove(claim));
        assertRejected(RejectionReason.CLAIMS, strict, token);
        assertEquals(issuer.issuer(), verify(lenient, token).principal().issuer());
    }

    // RFC 9068, section 2.2
    @ParameterizedTest
    @ValueSource(strings = {"sub", "client_id", "jti"})
    void theStrictProfileDemandsTextsThatAreNotEmpty(String claim) {
        assertRejected(RejectionReason.CLAIMS, strict, issuer.token(claims -> claims.add(claim, "")));
        assertRejected(RejectionReason.CLAIMS, strict, issuer.token(claims -> claims.add(claim, 7)));
        assertRejected(RejectionReason.CLAIMS, strict, issuer.token(claims -> claims.addNull(claim)));
    }

    @Test
    void theLenientProfileTakesTheAuthorizedPartyForTheClient() {
        UnaryOperator<JsonObjectBuilder> keycloak =
                claims -> claims.remove("client_id").add("azp", "keycloak-client");
        assertEquals(
                "keycloak-client",
                verify(lenient, issuer.token(keycloak)).principal().clientId());
    }

    @Test
    void aClientOfItsOwnHasNoSubject() {
        VerifiedToken token = verify(lenient, issuer.token(claims -> claims.remove("sub")));
        assertEquals(new TokenPrincipal("client", issuer.issuer(), null), token.principal());
    }

    @Test
    void nobodyIsNoPrincipal() {
        String token = issuer.token(claims -> claims.remove("sub").remove("client_id"));
        assertRejected(RejectionReason.CLAIMS, lenient, token);
    }

    @Test
    void scopesComeInEveryCommonShape() {
        assertEquals(
                Scopes.of("a", "b"),
                verify(lenient, issuer.token(claims -> claims.add("scope", "a b")))
                        .scopes());
        assertEquals(
                Scopes.of("a", "b"),
                verify(lenient, issuer.token(claims -> claims.add("scope", JSON.array(List.of("a", "b")))))
                        .scopes());
        assertEquals(
                Scopes.of("a", "b"),
                verify(lenient, issuer.token(claims -> claims.remove("scope").add("scp", "a b")))
                        .scopes());
        assertEquals(
                Scopes.of("c", "a"),
                verify(lenient, issuer.token(claims -> claims.add("scope", "c").add("scp", JSON.array(List.of("a")))))
                        .scopes());
        assertEquals(
                Scopes.NONE,
                verify(lenient, issuer.token(claims -> claims.remove("scope"))).scopes());
    }

    @Test
    void claimsOfAWrongTypeAreRefused() {
        for (String claim : List.of("sub", "client_id", "scope", "groups", "aud")) {
            assertRejected(RejectionReason.CLAIMS, lenient, issuer.token(claims -> claims.add(claim, 7)));
            assertRejected(
                    RejectionReason.CLAIMS,
                    lenient,
                    issuer.token(claims -> claims.add(claim, JSON.array().add(7))));
        }
        assertRejected(RejectionReason.CLAIMS, lenient, issuer.token(claims -> claims.add("scope", "a\"b")));
    }

    // RFC 7519, section 2: a StringOrURI is not empty
    @Test
    void anEmptyTextAmongOthersIsRefused() {
        String ours = URL.toString();
        for (String claim : List.of("aud", "scope")) {
            assertRejected(
                    RejectionReason.CLAIMS,
                    lenient,
                    issuer.token(claims -> claims.add(claim, JSON.array(List.of("", ours)))));
        }
    }

    // RFC 9068, section 2.2.3.1: an issuer may repeat a group
    @ParameterizedTest
    @ValueSource(ints = {2, 8, 9, 20})
    void aRoleThatIsRepeatedIsOneRole(int size) {
        List<String> groups = new ArrayList<>();
        for (int i = 1; i < size; i++) {
            groups.add("group-" + i);
        }
        Set<String> distinct = Set.copyOf(groups);
        groups.add("group-1");
        VerifiedToken token = verify(lenient, issuer.token(claims -> claims.add("groups", JSON.array(groups))));
        assertTrue(token.roles().containsAll(distinct));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//"})
    void aRolesClaimThatNamesNothingFailsTheStart(String claim) {
        IdentityRules rules = new IdentityRules(List.of("sub"), claim, " ", true);
        assertThrows(ConfigurationException.class, () -> verifier(it -> it.identity(rules)));
    }

    /** The order of the checks: what costs little comes first, whatever else is wrong. */
    @Test
    void claimsAreCheckedBeforeTheSignature() {
        String token = issuer.token(claims -> claims.add("exp", 1));
        String forged = token.substring(0, token.lastIndexOf('.') + 1) + Base64Url.encode(new byte[64]);
        assertRejected(RejectionReason.EXPIRED, lenient, forged);
    }
}
