package org.mcpoauth.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.api.challenge.Challenges;

/** Each failure says who must act. */
class ActorTest {
    private static final URI URL = URI.create("https://as.example/token");
    private static final Rule OF_SERVERS = new Rule("RFC 8414", "2");
    private static final Rule OF_RESOURCES = new Rule("RFC 9728", "2");

    static List<McpOAuthException> oneOfEachKind() {
        return McpOAuthExceptionTest.oneOfEachKind().toList();
    }

    @Test
    void noKindIsMissingHere() {
        Set<Class<?>> kinds = oneOfEachKind().stream().map(Object::getClass).collect(Collectors.toSet());
        assertEquals(Set.copyOf(Arrays.asList(McpOAuthException.class.getPermittedSubclasses())), kinds);
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void theTextFormHasMessageCodeAndWhoMustAct(McpOAuthException failure) {
        assertEquals(
                failure.getClass().getName() + ": " + failure.getMessage() + " [" + failure.code() + ", to act: "
                        + failure.actor() + "]",
                failure.toString());
    }

    /** The whole table, so that no code is added without a decision. */
    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void eachCodeHasItsActor(FailureCode code) {
        Actor expected = switch (code) {
            case CONFIGURATION_INVALID,
                    IMPLEMENTATION_AMBIGUOUS,
                    IMPLEMENTATION_MISSING,
                    ENDPOINT_REFUSED,
                    CREDENTIALS_ISSUER_MISMATCH,
                    REGISTRATION_IMPOSSIBLE,
                    STORE_FULL,
                    STORE_UNAVAILABLE,
                    TOKEN_NOT_PERSISTED -> Actor.OPERATOR;
            case CONNECTION_FAILED, TIMED_OUT -> Actor.NETWORK;
            case INTERRUPTED, UNSUPPORTED_OPERATION -> Actor.APPLICATION;
            case STATE_MISMATCH, WWW_AUTHENTICATE_CHALLENGE, AUTHORIZATION_REQUIRED -> Actor.USER;
            case METADATA_RESOURCE_MISMATCH -> Actor.RESOURCE_SERVER;
            case REQUEST_INVALID, TOKEN_INVALID, SCOPE_INSUFFICIENT, ENDPOINT_ERROR -> Actor.CALLER;
            case RESPONSE_STATUS_UNEXPECTED,
                    ENDPOINT_GONE,
                    RESPONSE_CONTENT_TYPE,
                    RESPONSE_TOO_LARGE,
                    PARSE_ERROR,
                    INVALID_RESPONSE,
                    MISSING_SERVER_METADATA,
                    METADATA_NOT_FOUND,
                    METADATA_ISSUER_MISMATCH,
                    RESOURCE_NOT_LISTED,
                    PKCE_UNSUPPORTED,
                    RESPONSE_ISSUER_MISMATCH,
                    DUPLICATE_PARAMETER,
                    JWT_CLAIM_COMPARISON,
                    JWT_TIMESTAMP_CHECK,
                    JWT_SIGNATURE,
                    KEY_SELECTION,
                    POSSESSION_MISSING,
                    AUTHORIZATION_RESPONSE_ERROR,
                    RESPONSE_BODY_ERROR -> Actor.AUTHORIZATION_SERVER;
        };
        assertEquals(expected, code.actor());
        assertEquals(expected, new ResponseViolationException(code, OF_SERVERS, "m").actor());
    }

    /** RFC 9728 tells protected resources what to publish, and in section 4 authorization servers. */
    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void aRuleForTheMetadataOfResourcesIsTheirs(FailureCode code) {
        boolean isTheirs = code.actor() == Actor.AUTHORIZATION_SERVER && code != FailureCode.RESOURCE_NOT_LISTED;
        assertEquals(
                isTheirs ? Actor.RESOURCE_SERVER : code.actor(),
                new ResponseViolationException(code, OF_RESOURCES, "m").actor());
    }

    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void whatDoesNotArriveIsNobodysUnlessItIsRefusedHere(FailureCode code) {
        Actor actor = new TransportException(code, URL, "m", null).actor();
        assertEquals(
                switch (code) {
                    case ENDPOINT_REFUSED -> Actor.OPERATOR;
                    case INTERRUPTED -> Actor.APPLICATION;
                    default -> Actor.NETWORK;
                },
                actor);
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied, USER",
        "invalid_grant, USER",
        "expired_token, USER",
        "authorization_pending, USER",
        "insufficient_user_authentication, USER",
        "temporarily_unavailable, NETWORK",
        "slow_down, NETWORK",
        "server_error, AUTHORIZATION_SERVER",
        "invalid_client, OPERATOR",
        "invalid_scope, OPERATOR",
        "nobody_knows, OPERATOR"
    })
    void anErrorOfTheServerSaysWhoIsMeant(String error, Actor actor) {
        var refusal =
                new OAuthErrorException(FailureCode.RESPONSE_BODY_ERROR, URL, 400, new ErrorCode(error), null, null);
        assertEquals(actor, refusal.actor());
    }

    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void aRejectedTokenIsTheCallersButForWhatIsMissingHere(RejectionReason reason) {
        Actor expected = reason == RejectionReason.UNAVAILABLE ? Actor.OPERATOR : Actor.CALLER;
        assertEquals(expected, new TokenRejectedException(reason).actor());
    }

    @Test
    void anErrorOfOurServerIsTheCallersButForItsOwnFaults() {
        assertEquals(
                Actor.CALLER,
                EndpointException.token(ErrorCode.INVALID_GRANT, null).actor());
        assertEquals(
                Actor.OPERATOR,
                EndpointException.token(ErrorCode.SERVER_ERROR, null).actor());
        assertEquals(
                Actor.OPERATOR,
                EndpointException.authorize(ErrorCode.TEMPORARILY_UNAVAILABLE, null)
                        .actor());
    }

    @Test
    void theKindsWithOneActorHaveIt() {
        assertEquals(Actor.USER, new ChallengeException(URL, 403, Challenges.NONE).actor());
        assertEquals(Actor.USER, new AuthorizationRequiredException("m", null).actor());
        assertEquals(Actor.OPERATOR, new ConfigurationException("k", "m").actor());
        assertEquals(Actor.OPERATOR, new StorageException(FailureCode.STORE_FULL, "m", null).actor());
    }

    @Test
    void everybodyMayHaveToAct() {
        Set<Actor> asked =
                Arrays.stream(FailureCode.values()).map(FailureCode::actor).collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(Actor.class), asked);
        assertTrue(Arrays.stream(Actor.values())
                .allMatch(actor -> !actor.toString().isEmpty()));
    }
}
