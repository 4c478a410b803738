package org.mcpoauth.client.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.client.ReadyAgent;

@DisplayName(
        "What a headless agent brings back is judged before its code goes anywhere (RFC 9207, 2.4; RFC 6749, 10.12)")
class HeadlessResponseTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRightAnswerIsTaken() throws Exception {
        server(location -> location);
        assertEquals(200, world.call(client(), "read").statusCode());
        assertEquals(1, world.as.tokenRequests().size());
    }

    @Test
    void anIssuerThatWasPromisedMustBeThere() {
        assertEquals(FailureCode.RESPONSE_ISSUER_MISMATCH, refused(location -> without(location, "iss")));
    }

    /** RFC 9207, section 2.4: simple string comparison. */
    @ParameterizedTest
    @CsvSource({
        "http%3A, HTTP%3A",
        "127.0.0.1, localhost",
        "127.0.0.1, 127.0.0.01",
        "%3APORT, %3A0PORT",
        "%3APORT, ''",
        "%3APORT, %3APORT%2F",
        "%3APORT, %3APORT%3F",
        "%3APORT, %3APORT%20",
        "%3APORT, %3APORT%2Ftenant"
    })
    void anIssuerThatIsAlmostRightIsWrong(String part, String other) {
        String port = String.valueOf(world.as.http.uri("/").getPort());
        assertEquals(FailureCode.RESPONSE_ISSUER_MISMATCH, refused(location -> {
            int iss = location.indexOf("&iss=");
            return location.substring(0, iss)
                    + location.substring(iss).replace(part.replace("PORT", port), other.replace("PORT", port));
        }));
    }

    @Test
    void anIssuerIsComparedAlsoWhereNoneWasPromised() {
        world.as.metadata.remove("authorization_response_iss_parameter_supported");
        assertEquals(
                FailureCode.RESPONSE_ISSUER_MISMATCH,
                refused(location -> without(location, "iss") + "&iss=https%3A%2F%2Fevil.example"));
    }

    @Test
    void noneIsNeededWhereNoneWasPromised() throws Exception {
        world.as.metadata.remove("authorization_response_iss_parameter_supported");
        server(location -> without(location, "iss"));
        assertEquals(200, world.call(client(), "read").statusCode());
    }

    @Test
    void aMissingStateIsRefused() {
        assertEquals(FailureCode.STATE_MISMATCH, refused(location -> without(location, "state")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "other"})
    void anotherStateIsRefused(String state) {
        assertEquals(FailureCode.STATE_MISMATCH, refused(location -> without(location, "state") + "&state=" + state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "iss", "code"})
    void aParameterThatOccursTwiceIsRefused(String name) {
        assertEquals(FailureCode.DUPLICATE_PARAMETER, refused(location -> location + "&" + name + "=x"));
    }

    @Test
    void anErrorIsHiddenUntilItsSenderIsVerified() {
        assertEquals(
                FailureCode.RESPONSE_ISSUER_MISMATCH,
                refused(location -> World.REDIRECT + "?error=access_denied&error_description=CALL+ME&error_uri=x&iss="
                        + "https%3A%2F%2Fevil.example&state=" + value(location, "state")));
        assertEquals(
                FailureCode.STATE_MISMATCH,
                refused(location -> World.REDIRECT + "?error=access_denied&error_description=CALL+ME&iss="
                        + value(location, "iss")));
    }

    @Test
    void theErrorOfTheVerifiedServerIsToldToTheCaller() {
        server(location -> World.REDIRECT + "?error=access_denied&iss=" + value(location, "iss") + "&state="
                + value(location, "state"));
        OAuthErrorException refused = assertThrows(OAuthErrorException.class, () -> world.call(client(), "read"));
        assertEquals("access_denied", refused.error().value());
        assertEquals(0, world.as.tokenRequests().size());
    }

    private FailureCode refused(UnaryOperator<String> tampering) {
        server(tampering);
        ResponseViolationException refused =
                assertThrows(ResponseViolationException.class, () -> world.call(client(), "read"));
        assertEquals(0, world.as.tokenRequests().size(), "the code went to the token endpoint");
        for (Throwable each = refused; each != null; each = each.getCause()) {
            String shown = each.toString();
            assertFalse(shown.contains("code-") || shown.contains("CALL") || shown.contains("access_denied"), shown);
        }
        return refused.code();
    }

    /** A server whose redirect is changed on its way. */
    private void server(UnaryOperator<String> tampering) {
        world.as.http.on("/authorize", request -> {
            String location = world.as.authorize(request).headers().getOrDefault("Location", "");
            return Answer.redirect(302, tampering.apply(location));
        });
    }

    private McpOAuthClient client() {
        return world.runtime.client(
                world.configuration().agent(ReadyAgent.HEADLESS).build());
    }

    private static String without(String location, String name) {
        return location.replaceAll("&" + name + "=[^&]*", "");
    }

    private static String value(String location, String name) {
        return location.replaceAll(".*[?&]" + name + "=([^&]*).*", "$1");
    }
}
