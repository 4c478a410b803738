package org.mcpoauth.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointExceptionTest {
    // RFC 6749, section 4.1.2.1; RFC 8707, section 2; RFC 9101, section 7; RFC 9396, section 5; RFC 9470, section 5;
    // OpenID Connect Core 1.0, section 3.1.2.6
    private static final Set<String> AUTHORIZE = Set.of(
            "invalid_request",
            "unauthorized_client",
            "access_denied",
            "unsupported_response_type",
            "invalid_scope",
            "server_error",
            "temporarily_unavailable",
            "invalid_target",
            "invalid_authorization_details",
            "invalid_request_uri",
            "invalid_request_object",
            "request_not_supported",
            "request_uri_not_supported",
            "login_required",
            "consent_required",
            "interaction_required",
            "unmet_authentication_requirements");

    // RFC 6749, section 5.2; RFC 7009, section 2.2.1; RFC 8628, section 3.5; RFC 8707, section 2; RFC 9449, sections
    // 5 and 8; ID-JAG, section 4.4
    private static final Set<String> TOKEN = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope",
            "invalid_target",
            "invalid_authorization_details",
            "insufficient_user_authentication",
            "invalid_dpop_proof",
            "use_dpop_nonce",
            "authorization_pending",
            "slow_down",
            "expired_token",
            "access_denied",
            "unsupported_token_type",
            "temporarily_unavailable",
            "server_error");

    // RFC 7591, section 3.2.2; RFC 6750, section 3.1, for its tokens; RFC 7592, section 2, for what is denied
    private static final Set<String> REGISTRATION = Set.of(
            "invalid_request",
            "invalid_redirect_uri",
            "invalid_client_metadata",
            "invalid_software_statement",
            "unapproved_software_statement",
            "invalid_token",
            "access_denied",
            "temporarily_unavailable");

    static Stream<Arguments> endpoints() {
        return Stream.of(
                endpoint(EndpointException::authorize, AUTHORIZE),
                endpoint(EndpointException::token, TOKEN),
                endpoint(EndpointException::registration, REGISTRATION));
    }

    private static Arguments endpoint(BiFunction<ErrorCode, String, EndpointException> factory, Set<String> codes) {
        return Arguments.of(factory, codes);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void eachEndpointHasItsOwnErrors(BiFunction<ErrorCode, String, EndpointException> factory, Set<String> codes) {
        Set<String> taken = everyCode()
                .filter(code -> isTaken(factory, code))
                .map(ErrorCode::value)
                .collect(Collectors.toSet());

        assertEquals(codes, taken);
    }

    /** Those that have a name in our library, and one that has none. */
    private static Stream<ErrorCode> everyCode() {
        Stream<ErrorCode> named = Stream.of(ErrorCode.class.getFields())
                .filter(field -> field.getType() == ErrorCode.class)
                .map(EndpointExceptionTest::codeOf);
        return Stream.concat(named, Stream.of(new ErrorCode("another_error")));
    }

    private static ErrorCode codeOf(Field field) {
        try {
            return (ErrorCode) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isTaken(BiFunction<ErrorCode, String, EndpointException> factory, ErrorCode code) {
        try {
            return factory.apply(code, "text").error().equals(code);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    // RFC 6749, section 5.2: %x20-21 / %x23-5B / %x5D-7E
    @Test
    void theDescriptionFitsTheWire() {
        var refused = EndpointException.token(ErrorCode.INVALID_GRANT, "a \"b\"\\\r\nc\u00e9~");
        assertEquals(Optional.of("a ?b????c?~"), refused.description());
        assertEquals(
                Optional.empty(),
                EndpointException.token(ErrorCode.INVALID_GRANT, null).description());
    }

    @Test
    void theMessageHoldsTheCodeOnly() {
        var refused = EndpointException.token(ErrorCode.INVALID_GRANT, "code abc");
        assertEquals("refused with invalid_grant", refused.getMessage());
        assertEquals(FailureCode.ENDPOINT_ERROR, refused.code());
    }
}
