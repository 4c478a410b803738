package org.mcpoauth.spi.support.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.http.JdkHttpTransport;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy.Options;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.json.StrictJson;

@DisplayName("RFC 6749, section 2.3: a request has the credentials of its caller and no others")
@Timeout(60)
class EndpointCallTest {
    // "id:secret"
    private static final String CREDENTIALS = "Basic aWQ6c2VjcmV0";

    private final FaultServer server = new FaultServer().on("/token", FaultServer.json("{}"));
    private final JdkHttpTransport transport = JdkHttpTransport.builder().build();
    private final GuardedHttp http = GuardedHttp.builder(
                    transport, new StrictEndpointPolicy(Options.strict().withLoopback()))
            .build();
    private final EndpointCall endpoint = new EndpointCall(
            http,
            new ClientAssertions(StrictJson.create(), JcaSignatures.platform(), new RandomIds(), Clock.systemUTC()));

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    private FaultServer.Request posted(Map<String, String> headers) {
        OAuthCaller caller = new OAuthCaller(
                Issuer.of(server.uri("").toString()),
                "id",
                new ClientAuthentication.ClientSecretBasic(Secret.of("secret")));
        Parameters form = Parameters.builder().add("token", "t").build();
        endpoint.post(server.uri("/token"), caller, form, headers, FetchKind.TOKEN);
        return server.last("/token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "authorization", "AUTHORIZATION"})
    void aFurtherHeaderNeverTakesThePlaceOfTheCredentials(String name) {
        assertEquals(CREDENTIALS, posted(Map.of(name, "Bearer stolen")).header("Authorization"));
    }

    // RFC 9449, section 5
    @Test
    void aFurtherHeaderIsSentBesideTheCredentials() {
        FaultServer.Request request = posted(Map.of("DPoP", "proof"));
        assertEquals("proof", request.header("DPoP"));
        assertEquals(CREDENTIALS, request.header("Authorization"));
    }
}
