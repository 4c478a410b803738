package org.mcpoauth.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.api.challenge.Challenges;

class McpOAuthExceptionTest {
    private static final URI ENDPOINT = URI.create("https://user:pw@as.example/token?code=abc");
    private static final Challenges CHALLENGES = Challenges.parse(List.of("Bearer scope=\"a\""));

    static Stream<McpOAuthException> oneOfEachKind() {
        return Stream.of(
                new ConfigurationException("mcp.oauth.client.crm.url", "is missing"),
                new TransportException(FailureCode.TIMED_OUT, ENDPOINT, "no answer", Duration.ofSeconds(3), null),
                new ResponseViolationException(
                        FailureCode.STATE_MISMATCH, new Rule("RFC 6749", "10.12"), "another state"),
                new OAuthErrorException(
                        FailureCode.RESPONSE_BODY_ERROR, ENDPOINT, 400, ErrorCode.INVALID_GRANT, "code abc", null),
                new ChallengeException(ENDPOINT, 403, CHALLENGES),
                new AuthorizationRequiredException("no token", ENDPOINT),
                new TokenRejectedException(RejectionReason.EXPIRED),
                EndpointException.token(ErrorCode.INVALID_GRANT, "code abc"),
                new StorageException(FailureCode.STORE_FULL, "to save a session", null));
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void noMessageShowsWhatAUrlOrAPeerMayHide(McpOAuthException failure) {
        String message = String.valueOf(failure.getMessage());
        assertFalse(message.contains("abc"), message);
        assertFalse(message.contains("pw"), message);
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void everyKindSurvivesSerialisation(McpOAuthException failure) throws Exception {
        McpOAuthException copy = copy(failure);
        assertEquals(failure.getClass(), copy.getClass());
        assertEquals(failure.code(), copy.code());
        assertEquals(failure.getMessage(), copy.getMessage());
        if (copy instanceof ChallengeException challenge) {
            assertEquals(CHALLENGES, challenge.challenges());
        }
    }

    @Test
    void aTransportFailureNamesTheUrlWithoutItsSecrets() {
        var failure = new TransportException(FailureCode.TIMED_OUT, ENDPOINT, "no answer", null);
        assertEquals("no answer (https://as.example/token)", failure.getMessage());
        assertSame(ENDPOINT, failure.uri());
        assertEquals(Optional.empty(), failure.retryAfter());
    }

    @Test
    void aViolationNamesItsRule() {
        var failure = new ResponseViolationException(
                FailureCode.METADATA_ISSUER_MISMATCH, new Rule("RFC 8414", "3.3"), "another issuer");
        assertEquals("another issuer (RFC 8414, section 3.3)", failure.getMessage());
    }

    @Test
    void theDescriptionOfARefusalIsKeptApart() {
        var failure = new OAuthErrorException(
                FailureCode.AUTHORIZATION_RESPONSE_ERROR, ENDPOINT, 0, ErrorCode.ACCESS_DENIED, "no", null);
        assertEquals("the authorization server refused: access_denied", failure.getMessage());
        assertEquals(Optional.of("no"), failure.description());
        assertEquals(Optional.empty(), failure.errorUri());
    }

    // RFC 6750, section 3.1: the wire learns the error only
    @ParameterizedTest
    @EnumSource(RejectionReason.class)
    void aRejectionTellsTheWireItsErrorOnly(RejectionReason reason) {
        var failure = new TokenRejectedException(reason);
        assertEquals(reason.error(), failure.error());
        assertEquals(reason.code(), failure.code());
        assertSame(reason, failure.reason());
    }

    @Test
    void aConfigurationFailureNamesTheKey() {
        var failure = new ConfigurationException("mcp.oauth.resource.audience", "is missing");
        assertEquals("mcp.oauth.resource.audience", failure.key());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("mcp.oauth.resource.audience: "));
        assertEquals(FailureCode.CONFIGURATION_INVALID, failure.code());
    }

    private static McpOAuthException copy(McpOAuthException failure) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (McpOAuthException) in.readObject();
        }
    }
}
