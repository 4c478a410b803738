package org.mcpoauth.api.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenValuesTest {
    static Stream<Function<String, Object>> factories() {
        return Stream.of(
                GrantType::of,
                ResponseType::of,
                ClientAuthenticationMethod::of,
                ApplicationType::of,
                TokenTypeIdentifier::of);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void namesThatNobodyRegisteredAreTaken(Function<String, Object> factory) {
        assertEquals("x_new", factory.apply("x_new").toString());
        assertEquals(factory.apply("x_new"), factory.apply("x_new"));
        assertNotEquals(factory.apply("x_new"), factory.apply("X_new"));
    }

    @ParameterizedTest
    @MethodSource("factories")
    void otherCharactersAreRefused(Function<String, Object> factory) {
        for (String text : List.of("", " ", "a  b", "a\tb", "a\"b", "a\\b", "caf\u00e9", "a\r\n", "a".repeat(513))) {
            assertThrows(IllegalArgumentException.class, () -> factory.apply(text), text);
        }
    }

    // RFC 6749, section 3.1.1: the order of names does not matter
    @Test
    void responseTypesAreSets() {
        assertEquals(ResponseType.of("code id_token"), ResponseType.of("id_token code"));
        assertEquals(
                ResponseType.of("code id_token").hashCode(),
                ResponseType.of("id_token code").hashCode());
        assertEquals("id_token code", ResponseType.of("id_token code").toString());
        assertNotEquals(ResponseType.CODE, ResponseType.of("code id_token"));
        assertThrows(IllegalArgumentException.class, () -> ResponseType.of("code code"));
        assertThrows(IllegalArgumentException.class, () -> ResponseType.of("code "));
    }

    @Test
    void threeMethodsShareASecret() {
        assertEquals(
                List.of("client_secret_basic", "client_secret_post", "client_secret_jwt"),
                Stream.of(
                                ClientAuthenticationMethod.NONE,
                                ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                                ClientAuthenticationMethod.CLIENT_SECRET_POST,
                                ClientAuthenticationMethod.CLIENT_SECRET_JWT,
                                ClientAuthenticationMethod.PRIVATE_KEY_JWT,
                                ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                                ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
                        .filter(ClientAuthenticationMethod::usesSharedSecret)
                        .map(ClientAuthenticationMethod::value)
                        .toList());
    }

    // MCP authorization, "Application Type and Redirect URI Constraints"; OpenID Connect Registration, section 2
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/cb",
                "http://LOCALHOST:8080/cb",
                "https://localhost/cb",
                "http://127.0.0.1/cb",
                "http://127.8.9.1:1/cb",
                "http://[::1]:3000/cb",
                "com.example.app:/cb",
            })
    void clientsOnTheDeviceOfTheUserAreNative(String uri) {
        assertEquals(ApplicationType.NATIVE, ApplicationType.fromRedirectUris(List.of(URI.create(uri))));
        assertEquals(
                ApplicationType.NATIVE,
                ApplicationType.fromRedirectUris(List.of(URI.create("https://app.example/cb"), URI.create(uri))));
    }

    @ParameterizedTest
    @CsvSource({"https://app.example/cb", "https://127.example/cb", "https://localhost.example/cb", "''"})
    void clientsOnServersAreWeb(String uris) {
        List<URI> list = Arrays.stream(uris.split(" ", -1))
                .filter(uri -> !uri.isEmpty())
                .map(URI::create)
                .toList();
        assertEquals(ApplicationType.WEB, ApplicationType.fromRedirectUris(list));
    }

    @Test
    void constantsAreTheRegisteredNames() {
        assertEquals("urn:ietf:params:oauth:grant-type:token-exchange", GrantType.TOKEN_EXCHANGE.value());
        assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", GrantType.JWT_BEARER.value());
        assertEquals("urn:ietf:params:oauth:grant-type:saml2-bearer", GrantType.SAML2_BEARER.value());
        assertEquals("urn:ietf:params:oauth:grant-type:device_code", GrantType.DEVICE_CODE.value());
        assertEquals("urn:openid:params:grant-type:ciba", GrantType.CIBA.value());
        assertEquals("urn:ietf:params:oauth:token-type:id-jag", TokenTypeIdentifier.ID_JAG.value());
        assertEquals("urn:ietf:params:oauth:token-type:id_token", TokenTypeIdentifier.ID_TOKEN.value());
        assertTrue(TokenTypeIdentifier.JWT.value().endsWith(":jwt"));
        assertFalse(ClientAuthenticationMethod.NONE.usesSharedSecret());
    }
}
