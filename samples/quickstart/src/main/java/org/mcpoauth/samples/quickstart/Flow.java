package org.mcpoauth.samples.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.AuthorizationRequestOptions;
import org.mcpoauth.api.client.AuthorizationResponse;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.PossessionRules;

/** What the demo shows: first every protocol step by hand, then the client that does them all. */
final class Flow {
    private static final URI REDIRECT = URI.create("http://127.0.0.1:8765/callback");
    private static final Duration MORE_THAN_A_TOKEN_LIFE = Duration.ofMinutes(11);

    private final URI serverUrl;
    private final Narrator narrator;
    private final TravelClock clock = new TravelClock();
    private final McpCalls mcp = new McpCalls();
    private final ClientMetadata metadata = ClientMetadata.builder()
            .clientName("Quickstart")
            .redirectUris(List.of(REDIRECT))
            .build();

    Flow(URI serverUrl, Narrator narrator) {
        this.serverUrl = serverUrl;
        this.narrator = narrator;
    }

    void run() throws IOException, InterruptedException {
        try (McpOAuthRuntime plain = McpOAuthRuntime.builder().allowLoopback().build();
                McpOAuthRuntime runtime = McpOAuthRuntime.builder()
                        .allowLoopback()
                        .transport(new WireTap(plain.services().transport(), narrator))
                        .clock(clock)
                        .build()) {
            stepByStep(runtime);
            allInOne(runtime);
        }
        narrator.step("Done");
    }

    private void stepByStep(McpOAuthRuntime runtime) {
        Challenges challenges = challenge(runtime);
        ProtectedResourceMetadata resource = resourceMetadata(runtime, challenges);
        AuthorizationServerMetadata server = serverMetadata(runtime, resource);
        RegisteredClient client = register(runtime.registration(), server);
        Scopes scopes =
                challenges.first(Challenge.BEARER).flatMap(Challenge::scopes).orElse(Scopes.NONE);
        TokenResponse tokens = token(runtime.grants(), client, authorize(runtime.grants(), client, resource, scopes));
        revoke(runtime.grants(), client, tokens, resource.resource());
    }

    private Challenges challenge(McpOAuthRuntime runtime) {
        narrator.step("A request without a token is challenged");
        Challenges challenges = runtime.discovery().probe(serverUrl);
        Challenge bearer = challenges.first(Challenge.BEARER).orElseThrow();
        narrator.fact("resource_metadata", bearer.resourceMetadata().orElse("-"));
        narrator.fact("scope", bearer.scopes().map(Scopes::toString).orElse("-"));
        narrator.expect(bearer.error().isEmpty(), "401 without an error code: no credentials were sent");
        return challenges;
    }

    private ProtectedResourceMetadata resourceMetadata(McpOAuthRuntime runtime, Challenges challenges) {
        narrator.step("The protected resource names its authorization server");
        ProtectedResourceMetadata resource = runtime.discovery().protectedResource(serverUrl, challenges);
        narrator.fact("resource", resource.resource());
        narrator.fact("authorization_servers", resource.authorizationServers());
        narrator.fact("scopes_supported", resource.scopesSupported());
        return resource;
    }

    private AuthorizationServerMetadata serverMetadata(McpOAuthRuntime runtime, ProtectedResourceMetadata resource) {
        narrator.step("The authorization server describes itself");
        AuthorizationServerMetadata server = runtime.discovery()
                .authorizationServer(resource.authorizationServers().get(0));
        narrator.fact("issuer", server.issuer());
        narrator.fact(
                "authorization_endpoint",
                server.authorizationEndpoint().map(URI::toString).orElse("-"));
        narrator.fact(
                "token_endpoint", server.tokenEndpoint().map(URI::toString).orElse("-"));
        narrator.expect(server.supportsPkceS256(), "PKCE with S256 is supported");
        return server;
    }

    private RegisteredClient register(Registration registration, AuthorizationServerMetadata server) {
        narrator.step("The client registers itself");
        narrator.fact("approach", registration.select(server, false, null));
        ClientInformation information = registration.register(server, metadata, null);
        RegisteredClient client = registration.authenticate(server, information, null);
        narrator.fact("client_id", information.clientId());
        narrator.fact("authentication", client.authentication().method());
        return client;
    }

    private AuthorizationResponse authorize(
            Grants grants, RegisteredClient client, ProtectedResourceMetadata resource, Scopes scopes) {
        narrator.step("Alice authorizes the client (PKCE, state, iss, resource)");
        AuthorizationRequest request = grants.authorizationRequest(
                client, AuthorizationRequestOptions.of(REDIRECT, resource.resource(), scopes));
        narrator.fact("resource", request.resource());
        narrator.fact("scope", request.scopes());
        URI redirect = new Browser(narrator, "alice", "alice-pw").authorize(request);
        AuthorizationResponse response = grants.authorizationResponse(request, redirect);
        narrator.done("state and iss are those of the request, the code may be used");
        return response;
    }

    private TokenResponse token(Grants grants, RegisteredClient client, AuthorizationResponse response) {
        narrator.step("The code becomes a token");
        TokenResponse tokens = grants.token(client, new Grant.AuthorizationCode(response), null);
        narrator.fact("token_type", tokens.tokenType());
        narrator.fact("expires_in", String.valueOf(tokens.lifetime()));
        narrator.fact("scope", String.valueOf(tokens.scopes()));
        narrator.expect(tokens.refreshToken() != null, "a refresh token came with it");
        return tokens;
    }

    private void revoke(Grants grants, RegisteredClient client, TokenResponse tokens, ResourceIdentifier resource) {
        narrator.step("Revocation ends the grant");
        Secret refreshToken = tokens.refreshToken();
        if (refreshToken == null) {
            throw new IllegalStateException("there is no refresh token to revoke");
        }
        grants.revoke(client, refreshToken, TokenKind.REFRESH_TOKEN);
        narrator.expect(
                isRefused(grants, client, new Grant.RefreshToken(refreshToken, Scopes.NONE, resource)),
                "the revoked refresh token is refused with invalid_grant");
    }

    private static boolean isRefused(Grants grants, RegisteredClient client, Grant grant) {
        try {
            grants.token(client, grant, null);
            return false;
        } catch (OAuthErrorException refusal) {
            return "invalid_grant".equals(refusal.error().value());
        }
    }

    private void allInOne(McpOAuthRuntime runtime) throws IOException, InterruptedException {
        McpOAuthClient alice = client(runtime, "alice", "alice-pw");
        String session = open(alice);
        stepUp(alice, session);
        refresh(alice, session);
        hijack(client(runtime, "bob", "bob-pw"), session);
        narrator.step("Alice logs out");
        alice.revoke();
        narrator.expect(alice.storedToken().isEmpty(), "her tokens are revoked and forgotten");
    }

    private McpOAuthClient client(McpOAuthRuntime runtime, String username, String password) {
        return runtime.client(ClientConfiguration.builder(username, serverUrl, metadata)
                .agent(new Browser(narrator, username, password))
                // the clock of this client travels, and a proof of possession says what time it is
                .possession(PossessionRules.DEFAULT.withMode(PossessionRules.Mode.OFF))
                .build());
    }

    private String open(McpOAuthClient alice) throws IOException, InterruptedException {
        narrator.step("The same with McpOAuthClient: one call does it all");
        HttpResponse<String> opened = mcp.send(alice, mcp.initialize(), null);
        narrator.expect(opened.statusCode() == 200, "initialize is answered");
        String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
        HttpResponse<String> tools = mcp.send(alice, mcp.toolsList(), session);
        narrator.fact("tools", toolNames(tools));
        narrator.fact(
                "whoami",
                mcp.text(mcp.send(alice, mcp.toolsCall("whoami", Map.of()), session))
                        .orElse("-"));
        return session;
    }

    private List<String> toolNames(HttpResponse<String> tools) {
        return mcp.body(tools).getJsonObject("result").getJsonArray("tools").stream()
                .map(tool -> tool.asJsonObject().getString("name"))
                .toList();
    }

    private void stepUp(McpOAuthClient alice, String session) throws IOException, InterruptedException {
        narrator.step("A tool needs another scope: 403, step-up, retry");
        narrator.fact("scopes before", scopes(alice));
        HttpResponse<String> added = mcp.send(alice, mcp.toolsCall("notes_add", Map.of("text", "buy milk")), session);
        narrator.expect(added.statusCode() == 200, "notes_add ran after the step-up");
        narrator.fact("scopes after", scopes(alice));
        narrator.expect(scopes(alice).contains("notes:write"), "notes:write was added, nothing was lost");
    }

    private void refresh(McpOAuthClient alice, String session) throws IOException, InterruptedException {
        narrator.step("The token has ended: it is refreshed");
        Secret before = alice.accessToken().value();
        clock.travel(MORE_THAN_A_TOKEN_LIFE);
        HttpResponse<String> count = mcp.send(alice, mcp.toolsCall("notes_count", Map.of()), session);
        narrator.fact("notes", mcp.text(count).orElse("-"));
        narrator.expect(!before.equals(alice.accessToken().value()), "a new token is in use");
        narrator.expect(count.statusCode() == 200, "the session stays hers: it is bound to her, not to a token");
    }

    private void hijack(McpOAuthClient bob, String session) throws IOException, InterruptedException {
        narrator.step("Bob tries Alice's session");
        HttpResponse<String> refused = mcp.send(bob, mcp.toolsList(), session);
        narrator.fact("status", refused.statusCode());
        narrator.expect(refused.statusCode() == 404, "answered like a session that never existed");
    }

    private static Scopes scopes(McpOAuthClient client) {
        return client.storedToken().orElseThrow().scopes();
    }
}
