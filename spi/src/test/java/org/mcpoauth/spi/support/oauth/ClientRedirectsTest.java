package org.mcpoauth.spi.support.oauth;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.ClientConfiguration;

@DisplayName(
        "Redirect URIs are https or on the user's machine (OAuth 2.1, 1.5; MCP authorization, Communication Security)")
class ClientRedirectsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/callback",
                "https://app.example:8443/callback?tenant=1",
                "HTTPS://APP.example/callback",
                "http://127.0.0.1/callback",
                "http://127.0.0.1:8765/callback",
                "http://127.1.2.3:8765/",
                "http://[::1]:8765/callback",
                "http://localhost:8765/callback",
                "http://LOCALHOST/callback"
            })
    void thisIsAllowed(String uri) {
        assertDoesNotThrow(() -> ClientRedirects.require(URI.create(uri)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example/callback",
                "http://192.168.1.5/callback",
                "http://10.0.0.1/callback",
                "http://0.0.0.0/callback",
                "http://[::2]/callback",
                "http://127.0.0.1.evil.example/callback",
                "http://localhost.evil.example/callback",
                "http://notlocalhost/callback",
                "http://127.1/callback",
                "https://app.example/callback#done",
                "http://127.0.0.1/callback#",
                "https://user@app.example/callback",
                "http://user:pw@127.0.0.1/callback",
                "http://127.0.0.1:0/callback",
                "http://127.0.0.1:70000/callback",
                "/callback",
                "https:///callback",
                "com.example.app:/callback",
                "com.example.app://callback",
                "urn:ietf:wg:oauth:2.0:oob",
                "javascript:alert(1)",
                "ftp://127.0.0.1/callback"
            })
    void thisIsRefused(String uri) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> ClientRedirects.require(URI.create(uri)));
        assertEquals("redirect-uri", refused.key());
        assertTrue(String.valueOf(refused.getMessage()).contains("such as http://127.0.0.1/callback"));
    }

    /** RFC 8252, section 7.3: a server lets the port vary, so none is registered. */
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:0/callback, http://127.0.0.1/callback",
        "http://[::1]:0/callback?a=b:0, http://[::1]/callback?a=b:0",
        "http://127.0.0.1:0, http://127.0.0.1"
    })
    void portZeroIsRegisteredAsNoPort(String configured, String registered) {
        assertEquals(
                List.of(URI.create(registered)),
                configuration(configured).metadata().redirectUris());
    }

    @Test
    void otherMetadataStayAsTheyAre() {
        ClientMetadata metadata = metadata("http://127.0.0.1:8765/callback");
        assertSame(metadata, ClientRedirects.registrable(metadata));
    }

    /** Only the addresses have a port that may vary, not the name (RFC 8252, sections 7.3 and 8.3). */
    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:0/callback", "https://app.example:0/callback", "com.example.app:/callback"})
    void aConfigurationIsRefusedForItsRedirectUri(String uri) {
        assertEquals(
                "redirect-uri",
                assertThrows(ConfigurationException.class, () -> configuration(uri))
                        .key());
    }

    private static ClientConfiguration configuration(String redirectUri) {
        return ClientConfiguration.builder("crm", URI.create("https://crm.example/mcp"), metadata(redirectUri))
                .build();
    }

    private static ClientMetadata metadata(String redirectUri) {
        return ClientMetadata.builder()
                .redirectUris(List.of(URI.create(redirectUri)))
                .build();
    }
}
