package org.mcpoauth.javasdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.util.Utils;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;

/** What the builder of the SDK may still change, and what not. */
class McpOAuthTransportsTest {
    private static final McpOAuthRuntime RUNTIME = McpOAuthRuntime.create();
    private static final McpOAuthClient CRM = client("https://crm.example/mcp");

    private static McpOAuthClient client(String url) {
        return RUNTIME.client(ClientConfiguration.builder(
                        "crm", URI.create(url), ClientMetadata.builder().build())
                .build());
    }

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    static Stream<Consumer<HttpClient.Builder>> settings() {
        return Stream.of(
                it -> it.cookieHandler(new CookieManager()),
                it -> it.sslContext(defaultTls()),
                it -> it.sslParameters(new SSLParameters()),
                it -> it.executor(Runnable::run),
                it -> it.followRedirects(HttpClient.Redirect.ALWAYS),
                it -> it.version(HttpClient.Version.HTTP_1_1),
                it -> it.priority(1),
                it -> it.proxy(ProxySelector.getDefault()),
                it -> it.authenticator(new Authenticator() {}));
    }

    private static SSLContext defaultTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void aSettingThatWouldBeLostIsRefused(Consumer<HttpClient.Builder> setting) {
        HttpClientStreamableHttpTransport.Builder builder = McpOAuthTransports.streamableHttp(CRM);
        assertThrows(UnsupportedOperationException.class, () -> builder.customizeClient(setting));
    }

    @Test
    void theConnectionsAreThoseOfTheClient() {
        HttpClient.Builder builder = new AuthorizedClientBuilder(CRM);
        assertSame(
                CRM.httpClient(), builder.connectTimeout(Duration.ofSeconds(99)).build());
        assertEquals(
                CRM.httpClient().connectTimeout(), builder.build().connectTimeout(), "the time of the runtime holds");
    }

    /** The SDK resolves an endpoint against a base; the URL of the server has to survive that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://crm.example",
                "https://crm.example:8443/mcp",
                "https://crm.example/mcp/",
                "https://crm.example/a/b%20c",
                "https://crm.example/mcp?a=b"
            })
    void theSdkAcceptsTheUrlOfTheServer(String url) {
        McpOAuthTransports.streamableHttp(client(url)).build();
        assertEquals(URI.create(url), Utils.resolveUri(URI.create(url), url));
    }
}
