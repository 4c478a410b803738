package org.mcpoauth.server.token.introspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.TokenProfile;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.json.StrictJson;

/** What an introspection response says of a token, and what is no response (RFC 7662, sections 2.2, 2.3 and 4). */
class IntrospectionAnswerTest extends IntrospectionFixture {
    private static final StrictJson JSON = StrictJson.create();

    @Test
    void anActiveTokenTellsWhoMayDoWhat() {
        server.json(server.active(it -> it.add("groups", JSON.array(List.of("staff")))
                .add("aud", JSON.array(List.of("https://other.example", AskedServer.RESOURCE)))));
        VerifiedToken token = verify(verifier(rules()), TOKEN);
        assertEquals(new TokenPrincipal("client", server.issuer(), "alice"), token.principal());
        assertEquals(Scopes.of("mcp:tools", "notes:read"), token.scopes());
        assertEquals(Set.of("staff", "mcp:tools", "notes:read"), token.roles());
        assertEquals(clock.instant().plusSeconds(600), token.expiresAt());
        assertNull(token.confirmation());
        assertTrue(token.claims().getBoolean("active"));
    }

    @Nested
    class Rules {
        private void assertRefused(RejectionReason reason, String body) {
            server.json(body);
            assertRejected(reason, verifier(rules()), TOKEN);
        }

        @Test
        void anInactiveTokenIsRefused() {
            assertRefused(RejectionReason.INACTIVE, "{\"active\":false}");
            assertRefused(RejectionReason.INACTIVE, server.active(it -> it.add("active", false)));
        }

        // RFC 7662, section 4: the audience is the business of the protected resource
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://127.0.0.1/mc",
                    "http://127.0.0.1/mcp/",
                    "http://127.0.0.1/mcp/x",
                    "HTTP://127.0.0.1/mcp",
                    "https://127.0.0.1/mcp",
                    "the resource"
                })
        void aTokenOfAnotherAudienceIsRefused(String audience) {
            assertRefused(RejectionReason.AUDIENCE, server.active(it -> it.add("aud", audience)));
        }

        @Test
        void aTokenWithoutAudienceIsRefused() {
            assertRefused(RejectionReason.AUDIENCE, server.active(it -> it.remove("aud")));
            assertRefused(RejectionReason.AUDIENCE, server.active(it -> it.add("aud", JsonValue.EMPTY_JSON_ARRAY)));
        }

        @Test
        void aTokenOfAnotherIssuerIsRefused() {
            assertRefused(RejectionReason.ISSUER, server.active(it -> it.add("iss", "https://other.example")));
            assertRefused(
                    RejectionReason.ISSUER,
                    server.active(it -> it.add("iss", server.issuer().value() + "/")));
        }

        // RFC 7662, section 2.2: iss is optional, and who answered is known
        @Test
        void aTokenWithoutIssuerIsOfTheServerThatWasAsked() {
            server.json(server.active(it -> it.remove("iss")));
            assertEquals(
                    server.issuer(),
                    verify(verifier(rules()), TOKEN).principal().issuer());
        }

        @Test
        void aTokenWithoutEndIsRefused() {
            assertRefused(RejectionReason.CLAIMS, server.active(it -> it.remove("exp")));
        }

        @Test
        void anActiveTokenPastItsEndIsRefused() {
            long now = clock.instant().getEpochSecond();
            assertRefused(RejectionReason.EXPIRED, server.active(it -> it.add("exp", now - 30)));
            server.json(server.active(it -> it.add("exp", now - 29)));
            verify(verifier(rules()), TOKEN);
        }

        @Test
        void aTokenOfTheFutureIsRefused() {
            long future = clock.instant().getEpochSecond() + 31;
            assertRefused(RejectionReason.NOT_YET_VALID, server.active(it -> it.add("nbf", future)));
            assertRefused(RejectionReason.NOT_YET_VALID, server.active(it -> it.add("iat", future)));
        }

        @Test
        void aTokenOlderThanAllowedIsRefused() {
            TokenVerifier fresh =
                    verifier(rules(), builder -> builder.token(TokenRules.DEFAULT.withMaxAge(Duration.ofMinutes(1))));
            long now = clock.instant().getEpochSecond();
            server.json(server.active(it -> it.add("iat", now - 90)));
            assertRejected(RejectionReason.TOO_OLD, fresh, TOKEN);
        }

        // Keycloak calls refresh and ID tokens active too
        @ParameterizedTest
        @ValueSource(strings = {"ID", "Refresh", "Offline", "Logout", "token-introspection+jwt", "dpop+jwt"})
        void anotherKindOfTokenIsRefused(String type) {
            assertRefused(RejectionReason.TYPE, server.active(it -> it.add("typ", type)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Bearer", "bearer", "at+jwt", "application/at+jwt", "JWT"})
        void theTypesOfAccessTokensAreTaken(String type) {
            server.json(server.active(it -> it.add("typ", type)));
            verify(verifier(rules()), TOKEN);
        }

        @ParameterizedTest
        @CsvSource({"refresh_token", "mac", "SAML2", "pop"})
        void anotherTokenTypeIsRefused(String type) {
            assertRefused(RejectionReason.TYPE, server.active(it -> it.add("token_type", type)));
        }

        // RFC 6749, section 7.1: case-insensitive; RFC 8693, section 2.2.1
        @ParameterizedTest
        @ValueSource(strings = {"BEARER", "bearer", "N_A"})
        void theTokenTypesOfBearersAreTaken(String type) {
            server.json(server.active(it -> it.add("token_type", type)));
            verify(verifier(rules()), TOKEN);
        }

        // RFC 9449, sections 6.2 and 7.2; RFC 7800
        @Test
        void aBoundTokenIsNoBearerToken() {
            assertRefused(
                    RejectionReason.SENDER_CONSTRAINT,
                    server.active(it -> it.add("cnf", JSON.object().add("jkt", "x".repeat(43)))));
            assertRefused(
                    RejectionReason.SENDER_CONSTRAINT,
                    server.active(it -> it.add("cnf", JSON.object().add("unknown", "x"))));
        }

        @Test
        void aDpopTokenWithoutItsKeyIsRefused() {
            assertRefused(RejectionReason.SENDER_CONSTRAINT, server.active(it -> it.add("token_type", "DPoP")));
            assertRefused(
                    RejectionReason.SENDER_CONSTRAINT,
                    server.active(it -> it.add("token_type", "DPoP")
                            .add("cnf", JSON.object().add("x5t#S256", "x".repeat(43)))));
        }

        @Test
        void aTokenOfNobodyIsRefused() {
            assertRefused(
                    RejectionReason.CLAIMS, server.active(it -> it.remove("sub").remove("client_id")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"sub", "client_id", "scope", "aud", "exp", "iat", "nbf", "iss", "typ", "token_type"})
        void aMemberOfAWrongTypeIsRefused(String name) {
            assertRefused(RejectionReason.CLAIMS, server.active(it -> it.add(name, JSON.object())));
        }

        @Test
        void aRequiredClaimIsRequired() {
            TokenVerifier wanting = verifier(
                    rules(), builder -> builder.token(TokenRules.DEFAULT.withRequiredClaims(Set.of("tenant"))));
            assertRejected(RejectionReason.CLAIMS, wanting, TOKEN);
            server.json(server.active(it -> it.add("tenant", "t1")));
            verify(wanting, TOKEN);
        }

        // RFC 9068 is about JWTs: an answer about another token need not have what a JWT must have
        @Test
        void theProfileOfJwtsIsNotDemandedOfOthers() {
            server.json(server.active(it -> it.remove("jti").remove("iat").remove("sub")));
            verify(
                    verifier(rules(), builder -> builder.token(TokenRules.DEFAULT.withProfile(TokenProfile.RFC9068))),
                    TOKEN);
        }

        @Test
        void anIssuerMayHaveAudiencesOfItsOwn() {
            server.json(server.active(it -> it.add("aud", "api://crm")));
            TokenVerifier own = verifier(
                    rules(),
                    builder -> builder.issuers(
                            List.of(TrustedIssuer.of(server.issuer()).withAudiences(List.of("api://crm")))));
            verify(own, TOKEN);
            assertRejected(RejectionReason.AUDIENCE, verifier(rules()), TOKEN);
        }
    }

    /** No usable answer is no answer about the token: the resource answers 503 (RFC 9110, section 15.6.4). */
    @Nested
    class NoAnswer {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"active\":\"true\"}",
                    "{\"active\":1}",
                    "{\"active\":null}",
                    "{\"active\":[true]}",
                    "{}",
                    "{\"Active\":true}",
                    "{\"error\":\"invalid_request\"}",
                    "{\"active\":false,\"active\":true}",
                    "{\"active\":true}{}",
                    "[true]",
                    "true",
                    "{\"active\":true",
                    ""
                })
        void whatIsNoResponseSaysNothing(String body) {
            server.json(body);
            assertUnknown(verifier(rules()));
            assertEquals(1, server.questions(), "asked once");
        }

        @Test
        void anAnswerAboveTheLimitSaysNothing() {
            server.json(server.active(it -> it.add("x", "x".repeat(64 << 10))));
            assertUnknown(verifier(rules()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/html", "text/plain", "application/token-introspection+jwt", "application/jwt"})
        void anAnswerOfAnotherMediaTypeSaysNothing(String type) {
            server.answer(200, Map.of("Content-Type", type), server.active(it -> it));
            assertUnknown(verifier(rules()));
        }

        @ParameterizedTest
        @ValueSource(ints = {201, 204, 302, 307, 400, 401, 403, 404, 429, 500, 502, 503})
        void anotherStatusSaysNothingAndIsNotFollowed(int status) {
            server.answer(
                    status,
                    Map.of(
                            "Content-Type",
                            "application/json",
                            "Location",
                            server.url("/elsewhere").toString()),
                    status == 204 ? "" : server.active(it -> it));
            assertUnknown(verifier(rules()));
            assertEquals(1, server.questions(), "asked once, at one place");
        }

        @Test
        void aServerThatCannotBeReachedSaysNothing() {
            URI place = server.url(AskedServer.ENDPOINT);
            IntrospectionRules gone = rules().withUrl(place);
            server.close();
            TransportException e = assertUnknown(verifier(gone));
            assertEquals(place, e.uri());
        }

        /** A verifier that accepted the token before: what happens to strangers stops nobody. */
        private TokenVerifier accepting() {
            server.json(server.active(it -> it));
            TokenVerifier verifier = verifier(rules());
            verify(verifier, TOKEN);
            return verifier;
        }

        @Test
        void aServerThatFallsSilentSaysNothingAndIsNotWaitedForTwice() {
            TokenVerifier verifier = accepting();
            server.behave(FaultServer.silentAfter("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"));
            assertEquals(FailureCode.TIMED_OUT, assertUnknown(verifier).code());
            assertUnknown(verifier);
            assertEquals(2, server.questions());
            server.json(server.active(it -> it));
            clock.move(Duration.ofSeconds(1));
            verify(verifier, TOKEN);
        }

        @Test
        void anAnswerThatBreaksOffSaysNothing() {
            server.behave(FaultServer.resetAfter("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{\"active\":true"));
            assertUnknown(verifier(rules()));
        }

        // RFC 9110, section 10.2.3
        @Test
        void aServerThatAsksForRestIsLeftAlone() {
            TokenVerifier verifier = accepting();
            server.answer(503, Map.of("Retry-After", "30"), "");
            assertEquals(
                    Duration.ofSeconds(30), assertUnknown(verifier).retryAfter().orElseThrow());
            server.json(server.active(it -> it));
            clock.move(Duration.ofSeconds(10));
            assertEquals(
                    Duration.ofSeconds(20), assertUnknown(verifier).retryAfter().orElseThrow());
            assertEquals(2, server.questions());
            clock.move(Duration.ofSeconds(20));
            verify(verifier, TOKEN);
        }

        @Test
        void aServerThatAsksForTooMuchRestIsAskedAfterAMinute() {
            TokenVerifier verifier = accepting();
            server.answer(429, Map.of("Retry-After", "86400"), "");
            assertUnknown(verifier);
            server.json(server.active(it -> it));
            clock.move(Duration.ofMinutes(1));
            verify(verifier, TOKEN);
        }

        @Test
        void aServerThatRefusesOurCredentialsIsNotAskedWithThemForAWhile() {
            TokenVerifier verifier = accepting();
            server.answer(401, Map.of("WWW-Authenticate", "Basic"), "");
            assertUnknown(verifier);
            clock.move(Duration.ofSeconds(9));
            assertUnknown(verifier);
            assertEquals(2, server.questions());
            clock.move(Duration.ofSeconds(1));
            assertUnknown(verifier);
            assertEquals(3, server.questions());
        }

        @Test
        void oneUnusableAnswerDoesNotStopOtherTokens() {
            server.answer(400, Map.of(), "");
            TokenVerifier verifier = verifier(rules());
            assertUnknown(verifier);
            server.json(server.active(it -> it));
            verify(verifier, TOKEN);
        }

        @Test
        void aSecondQuestionIsAskedForEveryRequestWithoutCache() {
            TokenVerifier verifier = verifier(rules());
            verify(verifier, TOKEN);
            server.json("{\"active\":false}");
            assertRejected(RejectionReason.INACTIVE, verifier, TOKEN);
        }
    }

    @Test
    void theEndpointOfTheMetadataIsRemembered() {
        TokenVerifier verifier = verifier(rules());
        verify(verifier, TOKEN);
        server.publishAs("http://somebody.else", "");
        verify(verifier, TOKEN);
        assertEquals(2, server.questions());
    }
}
