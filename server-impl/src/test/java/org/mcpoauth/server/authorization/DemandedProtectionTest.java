package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.OpenIdRules;

/** What a client demands for its protection is done or refused, however the client comes to be known. */
class DemandedProtectionTest {
    private static final String URL = "https://192.0.2.7/app/client.json";
    private static final String CLIENT =
            "\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\"],\"token_endpoint_auth_method\":\"none\",";

    private final TestServer server = new TestServer(DemandedProtectionTest::configured);

    private static AuthorizationServerConfiguration.Builder configured(
            AuthorizationServerConfiguration.Builder builder) {
        return builder.openId(OpenIdRules.OFF.withOffered(true)).dpop(dpop -> dpop.withUse(Use.OFF));
    }

    /** RFC 9126, 9101, 9449, 8705, 9701; JARM, section 3; OpenID Connect Dynamic Client Registration, section 2. */
    static Stream<String> demandsThatAreNotMet() {
        return Stream.of(
                "\"require_pushed_authorization_requests\":true",
                "\"require_signed_request_object\":true",
                "\"dpop_bound_access_tokens\":true",
                "\"tls_client_certificate_bound_access_tokens\":true",
                "\"introspection_signed_response_alg\":\"none\"",
                "\"introspection_signed_response_alg\":\"RS512\"",
                "\"introspection_encrypted_response_alg\":\"RSA-OAEP\"",
                "\"introspection_encrypted_response_enc\":\"A128GCM\"",
                "\"authorization_signed_response_alg\":\"ES256\"",
                "\"authorization_encrypted_response_alg\":\"RSA-OAEP\"",
                "\"authorization_encrypted_response_enc\":\"A128GCM\"",
                "\"subject_type\":\"pairwise\"",
                "\"sector_identifier_uri\":\"https://app.example/uris\"",
                "\"id_token_signed_response_alg\":\"RS512\"",
                "\"id_token_encrypted_response_alg\":\"RSA-OAEP\"",
                "\"userinfo_signed_response_alg\":\"ES256\"",
                "\"userinfo_encrypted_response_alg\":\"RSA-OAEP\"");
    }

    @ParameterizedTest
    @MethodSource("demandsThatAreNotMet")
    void whoRegistersOneIsTold(String demand) {
        EndpointResponse response = register(demand);

        assertEquals(400, response.status(), () -> TestServer.text(response));
        assertEquals("invalid_client_metadata", server.error(response));
    }

    @ParameterizedTest
    @MethodSource("demandsThatAreNotMet")
    void whoPublishesOneIsNotTaken(String demand) {
        assertEquals(400, published(demand).status());
    }

    /** RFC 6749, section 2: whoever writes the file relies on it as much. */
    @ParameterizedTest
    @MethodSource("demandsThatAreNotMet")
    void theServerDoesNotStartWithOneInTheFileOfTheDeployer(String demand) {
        ConfigurationException refusal = assertThrows(ConfigurationException.class, () -> known(demand));

        assertEquals("clients-file", refusal.key());
        assertTrue(String.valueOf(refusal.getMessage()).contains("the client app demands"), refusal::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"require_pushed_authorization_requests\":false",
                "\"require_signed_request_object\":false",
                "\"dpop_bound_access_tokens\":false",
                "\"introspection_signed_response_alg\":\"ES256\"",
                "\"id_token_signed_response_alg\":\"ES256\"",
                "\"subject_type\":\"public\""
            })
    void whatCanBeDoneIsTaken(String demand) {
        EndpointResponse response = register(demand);

        assertEquals(201, response.status(), () -> TestServer.text(response));
        assertTrue(TestServer.text(response).contains(demand), () -> TestServer.text(response));
        assertEquals(200, published(demand).status());
        assertEquals(
                200,
                known(demand)
                        .get(TestServer.BASE + "/authorize", TestServer.authorizationQuery("app"), Map.of())
                        .status());
    }

    /** Request objects, details, logouts and requests over another channel do not exist here, so nothing is promised. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"request_object_signing_alg\":\"ES256\"",
                "\"request_object_encryption_alg\":\"RSA-OAEP\"",
                "\"request_uris\":[\"https://app.example/r\"]",
                "\"authorization_details_types\":[\"payment\"]",
                "\"post_logout_redirect_uris\":[\"https://app.example/out\"]",
                "\"backchannel_logout_uri\":\"https://app.example/out\"",
                "\"backchannel_user_code_parameter\":true"
            })
    void whatIsNoDemandIsNotEchoed(String member) {
        EndpointResponse response = register(member);

        assertEquals(201, response.status(), () -> TestServer.text(response));
        assertFalse(TestServer.text(response).contains(member), () -> TestServer.text(response));
        assertEquals(200, published(member).status());
    }

    private EndpointResponse register(String member) {
        return server.send(
                "POST",
                TestServer.BASE + "/register",
                null,
                Map.of("Content-Type", "application/json"),
                "{" + CLIENT + member + "}");
    }

    private TestServer known(String member) {
        ClientMetadata metadata = ClientMetadata.from(
                Json.createReader(new StringReader("{" + CLIENT + member + "}")).readObject());
        Client client = new Client("app", metadata, null, Instant.EPOCH, null);
        return new TestServer(builder -> configured(builder).clients(ClientRules.DEFAULT.withKnown(List.of(client))));
    }

    private EndpointResponse published(String member) {
        server.transport.putJson(
                URL, "{\"client_id\":\"" + URL + "\",\"client_name\":\"App\"," + CLIENT + member + "}");
        return server.get(TestServer.BASE + "/authorize", TestServer.authorizationQuery(URL), Map.of());
    }
}
