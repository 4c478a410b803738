package org.mcpoauth.samples.quickstart;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.ConsentMode;
import org.mcpoauth.spi.server.ConsentRules;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.UserSource;

/** An authorization server alone, with devices, whose clients are known beforehand. */
final class PageServer implements AutoCloseable {
    /** Published at a site, with a redirect URI on this computer. */
    static final String PUBLISHED = "https://apps.example/notes";
    /** A device. */
    static final String DEVICE = "tv";

    /** Of every client, so that it is assured who they are and what people agree to may be remembered. */
    static final Secret SECRET = Secret.of("the-secret-of-every-client");

    static final String RESOURCE = "https://notes.example/mcp";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().build();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI origin;
    private final HttpServer server;

    PageServer(
            URI origin,
            List<Client> clients,
            UserSource users,
            UnaryOperator<AuthorizationServerConfiguration.Builder> change) {
        this.origin = origin;
        AuthorizationServerConfiguration configuration = change.apply(AuthorizationServerConfiguration.builder(
                                Issuer.of(origin.toString()), List.of(ResourceIdentifier.of(RESOURCE)))
                        .scopesSupported(Scopes.of("openid", "mcp:tools", "notes:read", "notes:write", "calendar"))
                        .scopesDefault(Scopes.of("mcp:tools"))
                        .consent(ConsentRules.DEFAULT.withMode(ConsentMode.REMEMBER))
                        // the same browser fails again and again
                        .rateLimits(limits -> limits.withFailures(null))
                        .clients(ClientRules.DEFAULT.withKnown(clients)))
                .build();
        server = GrizzlyHttpServerFactory.createHttpServer(
                origin,
                new ResourceConfig()
                        .register(new McpOAuthEndpoints(runtime.authorizationServer(configuration, users))));
    }

    /** With one client of each kind. */
    static PageServer with(URI origin, URI redirectUri, UserSource users) {
        return new PageServer(
                origin,
                List.of(
                        client(PUBLISHED, "Notes on your desk", List.of(redirectUri), GrantType.AUTHORIZATION_CODE),
                        client(DEVICE, "Notes on television", List.of(), GrantType.DEVICE_CODE)),
                users,
                builder -> builder.endpoints(EndpointPaths.DEFAULT.withDevice("/device")));
    }

    static Client client(String id, String name, List<URI> redirectUris, GrantType grant) {
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName(name)
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .grantTypes(List.of(grant, GrantType.REFRESH_TOKEN))
                .redirectUris(redirectUris)
                .build();
        return new Client(id, metadata, SecretHash.of(SECRET), Instant.now(Clock.systemUTC()), null);
    }

    /** An origin that nobody uses. */
    static URI freeOrigin(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://" + host + ":" + socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI origin() {
        return origin;
    }

    /** What a right client asks for. */
    URI authorization(String clientId, URI redirectUri, String scope) {
        Map<String, String> query = Map.of(
                "response_type",
                "code",
                "client_id",
                clientId,
                "redirect_uri",
                redirectUri.toString(),
                "scope",
                scope,
                "state",
                "the-state",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256",
                "resource",
                RESOURCE);
        return origin.resolve("/oauth/authorize?" + form(query));
    }

    /** Asks for the codes of a device. */
    JsonObject startDevice() throws Exception {
        Map<String, String> form = Map.of("scope", "mcp:tools notes:read", "resource", RESOURCE);
        return read(post("/oauth/device", form).body());
    }

    /** Asks for the tokens of a device. */
    HttpResponse<String> pollDevice(String deviceCode) throws Exception {
        return post("/oauth/token", Map.of("grant_type", GrantType.DEVICE_CODE.value(), "device_code", deviceCode));
    }

    static JsonObject read(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private HttpResponse<String> post(String path, Map<String, String> more) throws Exception {
        Map<String, String> form = new HashMap<>(more);
        form.put("client_id", DEVICE);
        form.put("client_secret", SECRET.reveal());
        HttpRequest request = HttpRequest.newBuilder(origin.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(form)))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        server.shutdownNow();
        runtime.close();
    }
}
