package org.mcpoauth.client.obtain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.client.scripted.World;

/** What comes back from the browser (RFC 6749, section 4.1.2; RFC 9207, section 2.4). */
class AuthorizationResponseTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    /** RFC 9207, section 2.4, and MCP authorization, "Authorization Response Validation". */
    @ParameterizedTest
    @CsvSource({
        "true, exact, true",
        "true, other, false",
        "true, slash, false",
        "true, case, false",
        "true, port, false",
        "true, missing, false",
        "false, exact, true",
        "false, other, false",
        "false, missing, true",
        "absent, other, false",
        "absent, missing, true"
    })
    void theIssuerInTheResponseDecides(String promised, String sent, boolean accepted) throws Exception {
        world.as.metadata.remove("authorization_response_iss_parameter_supported");
        if (!promised.equals("absent")) {
            world.as.metadata.put("authorization_response_iss_parameter_supported", promised);
        }
        world.as.issInResponse = switch (sent) {
            case "exact" -> world.as.issuer();
            case "slash" -> world.as.issuer() + "/";
            case "case" -> world.as.issuer().replace("http:", "HTTP:");
            case "port" -> world.as.issuer().replaceFirst(":(\\d+)$", ":0$1");
            case "other" -> "https://evil.example.com";
            default -> "";
        };
        if (accepted) {
            assertEquals(200, world.call(world.client(), "read").statusCode());
        } else {
            ResponseViolationException refused =
                    assertThrows(ResponseViolationException.class, () -> world.call(world.client(), "read"));
            assertEquals(FailureCode.RESPONSE_ISSUER_MISMATCH, refused.code());
            assertEquals(0, world.as.tokenRequests().size());
            assertEquals(1, world.agent.requests.size());
        }
    }

    /** RFC 9207, section 2.4: an error of an unverified sender is neither acted on nor shown. */
    @Test
    void theErrorOfAnUnverifiedServerIsHidden() {
        ResponseViolationException refused = refused(redirect -> World.REDIRECT
                + "?error=access_denied&error_description=CALL+ME&error_uri=https%3A%2F%2Fevil.example"
                + "&iss=https%3A%2F%2Fother.example%0AFORGED&state=" + value(redirect, "state"));
        assertEquals(FailureCode.RESPONSE_ISSUER_MISMATCH, refused.code());
        String shown = refused + String.valueOf(refused.getCause());
        assertFalse(shown.contains("CALL") || shown.contains("evil") || shown.contains("access_denied"), shown);
        assertFalse(shown.contains("\n"), shown);
    }

    @Test
    void theErrorOfTheVerifiedServerIsTyped() {
        world.agent.tampering = redirect -> World.REDIRECT + "?error=access_denied&error_description=no%0Away%07&iss="
                + value(redirect, "iss") + "&state=" + value(redirect, "state");
        OAuthErrorException refused = assertThrows(OAuthErrorException.class, () -> world.call(world.client(), "read"));
        assertEquals(FailureCode.AUTHORIZATION_RESPONSE_ERROR, refused.code());
        assertEquals("access_denied", refused.error().value());
        assertEquals("no?way?", refused.description().orElseThrow());
        assertEquals(world.as.http.uri("/authorize"), refused.endpoint());
    }

    @Test
    void aMissingStateIsRefused() {
        assertEquals(
                FailureCode.STATE_MISMATCH,
                refused(redirect -> redirect.replaceAll("&state=[^&]*", "")).code());
    }

    @Test
    void anotherStateIsRefused() {
        assertEquals(
                FailureCode.STATE_MISMATCH,
                refused(redirect -> redirect.replaceAll("&state=[^&]*", "&state=other"))
                        .code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "state", "iss"})
    void aParameterThatOccursTwiceIsRefused(String name) {
        assertEquals(
                FailureCode.DUPLICATE_PARAMETER,
                refused(redirect -> redirect + "&" + name + "=" + value(redirect, name))
                        .code());
    }

    @Test
    void aResponseWithoutCodeIsRefused() {
        assertEquals(
                FailureCode.INVALID_RESPONSE,
                refused(redirect -> redirect.replaceAll("code=[^&]*", "code=")).code());
    }

    @Test
    void aResponseThatComesTooLateIsRefused() {
        ResponseViolationException refused = refused(redirect -> {
            world.clock.advance(Duration.ofMinutes(10));
            return redirect;
        });
        assertEquals(FailureCode.STATE_MISMATCH, refused.code());
    }

    private ResponseViolationException refused(UnaryOperator<String> tampering) {
        world.agent.tampering = tampering;
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(world.client(), "read"));
        assertEquals(0, world.as.tokenRequests().size());
        return refused;
    }

    private static String value(String redirect, String name) {
        return redirect.replaceAll(".*[?&]" + name + "=([^&]*).*", "$1");
    }
}
