package org.mcpoauth.client.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.Certificates;
import org.mcpoauth.client.scripted.Received;
import org.mcpoauth.client.scripted.ScriptedServer;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.http.Connections;

/**
 * Clients that authenticate with a certificate, over real TLS (RFC 8705, sections 2 and 5): the metadata come
 * from a server that asks nobody for one, the aliases that they name are at one that has no connection
 * without it.
 */
class MutualTlsTest {
    private static final String TOKENS = "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":600}";
    private static final String METADATA = "/.well-known/oauth-authorization-server";

    private static Path client;
    private static Path other;
    private static Path server;

    private ScriptedServer open;
    private ScriptedServer alias;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        client = Certificates.store(folder, "client");
        other = Certificates.store(folder, "other");
        server = Certificates.store(folder, "server");
    }

    @BeforeEach
    void start() {
        SSLContext tls = Certificates.tls(server, client);
        open = new ScriptedServer("https", tls.getServerSocketFactory());
        alias = new ScriptedServer("https", Certificates.demanding(tls));
        publish("\"token_endpoint\":\"" + alias.uri("/token") + "\",\"revocation_endpoint\":\"" + alias.uri("/revoke")
                + "\"");
        for (ScriptedServer each : List.of(open, alias)) {
            each.on("/token", Answer.json(200, TOKENS));
            each.on("/revoke", Answer.of(200));
        }
    }

    private void publish(String aliases) {
        open.on(
                METADATA,
                Answer.json(
                        200,
                        "{\"issuer\":\"" + open.origin() + "\",\"response_types_supported\":[\"code\"],"
                                + "\"token_endpoint\":\"" + open.uri("/token") + "\",\"revocation_endpoint\":\""
                                + open.uri("/revoke") + "\",\"token_endpoint_auth_methods_supported\":"
                                + "[\"tls_client_auth\",\"self_signed_tls_client_auth\",\"none\"],"
                                + "\"mtls_endpoint_aliases\":{" + aliases + "}}"));
    }

    @AfterEach
    void close() {
        open.close();
        alias.close();
    }

    private static McpOAuthRuntime runtime(@Nullable Path own, Path trusted) {
        return McpOAuthRuntime.builder()
                .allowLoopback()
                .connections(Connections.DEFAULT.withTls(Certificates.tls(own, trusted), own != null))
                .build();
    }

    private RegisteredClient registered(McpOAuthRuntime runtime, ClientAuthentication authentication) {
        AuthorizationServerMetadata metadata = runtime.discovery().authorizationServer(Issuer.of(open.origin()));
        return new RegisteredClient(
                metadata,
                ClientInformation.of(
                        metadata.issuer(), "me", null, ClientMetadata.builder().build()),
                authentication);
    }

    private static Grant grant() {
        return new Grant.ClientCredentials(Scopes.NONE, ResourceIdentifier.of("https://mcp.example/mcp"));
    }

    private void obtain(@Nullable Path own, Path trusted, ClientAuthentication authentication) {
        try (McpOAuthRuntime runtime = runtime(own, trusted)) {
            runtime.grants().token(registered(runtime, authentication), grant(), null);
        }
    }

    /** RFC 8705, sections 2.1 and 2.2: the certificate authenticates, the form names the client. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCertificateOpensTheAlias(boolean selfSigned) {
        obtain(client, server, new ClientAuthentication.TlsClient(selfSigned));
        assertEquals(0, open.count("/token"));
        Received request = alias.last("/token");
        assertEquals("me", request.form("client_id"));
        assertFalse(request.hasForm("client_secret"));
        assertEquals("", request.header("Authorization"));
    }

    /** RFC 8705, section 5: every endpoint that a client authenticates at may have an alias. */
    @Test
    void revocationGoesToItsAliasToo() {
        try (McpOAuthRuntime runtime = runtime(client, server)) {
            runtime.grants()
                    .revoke(
                            registered(runtime, new ClientAuthentication.TlsClient(false)),
                            Secret.of("at"),
                            TokenKind.ACCESS_TOKEN);
        }
        assertEquals(1, alias.count("/revoke"));
        assertEquals(0, open.count("/revoke"));
    }

    /** RFC 8705, section 5: an endpoint without an alias is where it always is, and others do not use aliases. */
    @Test
    void onlyTlsClientsGoToAliasesAndOnlyWhereThereAreSome() {
        obtain(client, server, new ClientAuthentication.None());
        assertEquals(1, open.count("/token"));
        publish("");
        obtain(client, server, new ClientAuthentication.TlsClient(false));
        assertEquals(2, open.count("/token"));
        assertEquals(0, alias.count("/token"));
    }

    @Test
    void withoutOrWithAnotherCertificateNobodyIsHeard() {
        ClientAuthentication tls = new ClientAuthentication.TlsClient(false);
        assertThrows(TransportException.class, () -> obtain(null, server, tls));
        assertThrows(TransportException.class, () -> obtain(other, server, tls));
        assertEquals(0, alias.count("/token"));
    }

    @Test
    void aServerThatIsNotTrustedLearnsNothing() {
        assertThrows(TransportException.class, () -> obtain(client, other, new ClientAuthentication.TlsClient(false)));
        assertEquals(List.of(), open.received());
    }

    private ClientConfiguration configuration(ScriptedServer mcp, ClientAuthenticationMethod method) {
        ClientMetadata metadata =
                ClientMetadata.builder().tokenEndpointAuthMethod(method).build();
        return ClientConfiguration.builder("crm", mcp.uri("/mcp"), metadata)
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("me")
                .issuer(Issuer.of(open.origin()))
                .build();
    }

    private ScriptedServer mcp() {
        ScriptedServer mcp =
                new ScriptedServer("https", Certificates.tls(server, client).getServerSocketFactory());
        mcp.on(
                "/mcp",
                request -> request.header("Authorization").equals("Bearer at")
                        ? Answer.json(200, "{}")
                        : Answer.challenge(401, "Bearer realm=\"mcp\""));
        mcp.on(
                "/.well-known/oauth-protected-resource/mcp",
                Answer.json(
                        200,
                        "{\"resource\":\"" + mcp.uri("/mcp") + "\",\"authorization_servers\":[\"" + open.origin()
                                + "\"]}"));
        return mcp;
    }

    /** The whole way, the MCP server behind the same private authority. */
    @ParameterizedTest
    @ValueSource(strings = {"tls_client_auth", "self_signed_tls_client_auth"})
    void aServiceWithACertificateCallsTheServer(String method) throws Exception {
        try (ScriptedServer mcp = mcp();
                McpOAuthRuntime runtime = runtime(client, server)) {
            McpOAuthClient crm = runtime.client(configuration(mcp, new ClientAuthenticationMethod(method)));
            HttpResponse<String> answer =
                    crm.send(HttpRequest.newBuilder(mcp.uri("/mcp")).build(), BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
        }
        assertEquals(1, alias.count("/token"));
    }

    /** A method that needs a certificate is not tried without one. */
    @Test
    void withoutACertificateTheMethodIsImpossible() {
        try (ScriptedServer mcp = mcp();
                McpOAuthRuntime runtime = runtime(null, server)) {
            McpOAuthClient crm = runtime.client(configuration(mcp, ClientAuthenticationMethod.TLS_CLIENT_AUTH));
            assertEquals(
                    FailureCode.REGISTRATION_IMPOSSIBLE,
                    assertThrows(ResponseViolationException.class, crm::accessToken)
                            .code());
        }
        assertTrue(alias.received().isEmpty());
    }
}
