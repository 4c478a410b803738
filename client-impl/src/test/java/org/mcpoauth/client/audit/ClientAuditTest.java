package org.mcpoauth.client.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointKind;
import org.mcpoauth.api.event.ClientEvent;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.AuditListener;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.StepUpGate;

/** What auditors learn of a client: what it obtains, renews, registers, revokes, and what it is refused. */
class ClientAuditTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private Issuer issuer() {
        return Issuer.of(world.as.issuer());
    }

    private ResourceIdentifier resource() {
        return ResourceIdentifier.of(world.serverUrl().toString());
    }

    private ClientEvent registered() {
        return new ClientEvent.RegistrationDone("crm", resource(), issuer());
    }

    private ClientEvent obtained(GrantType grant, @Nullable RegistrationApproach way) {
        return new ClientEvent.TokensObtained("crm", resource(), issuer(), grant, way);
    }

    private ClientEvent denied(EndpointKind endpoint, @Nullable ErrorCode error) {
        return new ClientEvent.RequestDenied("crm", resource(), issuer(), endpoint, error);
    }

    private void refuse(McpOAuthClient client) {
        assertThrows(OAuthErrorException.class, client::accessToken);
    }

    @Test
    void theFirstTokensAreObtainedByARegisteredClient() {
        world.client().accessToken();
        assertEquals(
                List.of(registered(), obtained(GrantType.AUTHORIZATION_CODE, RegistrationApproach.DYNAMIC)),
                world.events);
    }

    @Test
    void theWayToTheIdentifierIsTold() {
        ClientConfiguration known =
                world.configuration().clientId("app").issuer(issuer()).build();
        world.runtime.client(known).accessToken();
        assertEquals(
                List.of(obtained(GrantType.AUTHORIZATION_CODE, RegistrationApproach.PRE_REGISTERED)), world.events);
        world.events.clear();
        world.as.metadata.put("client_id_metadata_document_supported", "true");
        world.runtime
                .client(world.configuration()
                        .metadataDocumentUrl(URI.create("https://app.example/client.json"))
                        .build())
                .as(() -> "alice")
                .accessToken();
        assertEquals(
                List.of(obtained(GrantType.AUTHORIZATION_CODE, RegistrationApproach.CLIENT_ID_METADATA_DOCUMENT)),
                world.events);
    }

    @Test
    void aRefreshIsToldAsSuch() {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.events.clear();
        world.clock.advance(Duration.ofSeconds(3600 + 20));
        client.accessToken();
        assertEquals(List.of(new ClientEvent.TokensRefreshed("crm", resource(), issuer())), world.events);
    }

    @Test
    void whatIsRevokedIsTold() {
        McpOAuthClient client = world.client();
        client.accessToken();
        world.events.clear();
        client.revoke();
        assertEquals(
                List.of(
                        new ClientEvent.RevocationDone("crm", resource(), issuer(), TokenKind.REFRESH_TOKEN),
                        new ClientEvent.RevocationDone("crm", resource(), issuer(), TokenKind.ACCESS_TOKEN)),
                world.events);
    }

    @Test
    void aStepUpIsTold() throws Exception {
        world.mcp.challengeScope = "mcp:basic";
        world.mcp.writeScope = "mcp:write";
        McpOAuthClient client = world.client();
        world.call(client, "read");
        world.events.clear();
        world.call(client, "write");
        assertEquals(
                List.of(
                        new ClientEvent.StepUpWanted("crm", resource(), RejectionReason.SCOPE, true),
                        obtained(GrantType.AUTHORIZATION_CODE, RegistrationApproach.DYNAMIC)),
                world.events);
    }

    @Test
    void aStepUpThatIsNotFollowedIsToldToo() throws Exception {
        world.mcp.challengeScope = "mcp:basic";
        world.mcp.writeScope = "mcp:write";
        McpOAuthClient client = world.runtime.client(
                world.configuration().stepUpGate(StepUpGate.NEVER).build());
        world.call(client, "read");
        world.events.clear();
        assertThrows(ChallengeException.class, () -> world.call(client, "write"));
        assertEquals(
                List.of(new ClientEvent.StepUpWanted("crm", resource(), RejectionReason.SCOPE, false)), world.events);
    }

    /** RFC 9470, section 4: nobody can authenticate in another way where no user takes part. */
    @Test
    void aWishForAnotherLoginThatNobodyCanFulfilIsTold() throws Exception {
        world.mcp.tokenBearing = request ->
                Answer.challenge(401, "Bearer error=\"insufficient_user_authentication\", acr_values=\"mfa\"");
        ClientConfiguration itself = world.configuration()
                .grant(GrantKind.CLIENT_CREDENTIALS)
                .clientId("app")
                .clientSecret(Secret.of("s3cret"))
                .build();
        McpOAuthClient client = world.runtime.client(itself);
        assertThrows(ChallengeException.class, () -> world.call(client, "read"));
        assertEquals(
                new ClientEvent.StepUpWanted("crm", resource(), RejectionReason.USER_AUTHENTICATION, false),
                world.events.get(world.events.size() - 1));
    }

    @Test
    void refusalsAreToldWithTheirEndpoint() {
        world.as.token = request -> ScriptedAuthorizationServer.error(400, "invalid_grant");
        refuse(world.client());
        assertEquals(List.of(registered(), denied(EndpointKind.TOKEN, ErrorCode.INVALID_GRANT)), world.events);
        world.events.clear();
        world.agent.tampering =
                redirect -> World.REDIRECT + "?error=access_denied" + redirect.substring(redirect.indexOf("&state="));
        refuse(world.client());
        assertEquals(List.of(denied(EndpointKind.AUTHORIZATION, ErrorCode.ACCESS_DENIED)), world.events);
    }

    @Test
    void aRegistrationThatIsRefusedIsTold() {
        world.as.http.on("/register", request -> ScriptedAuthorizationServer.error(400, "invalid_redirect_uri"));
        refuse(world.client());
        assertEquals(List.of(denied(EndpointKind.REGISTRATION, ErrorCode.INVALID_REDIRECT_URI)), world.events);
    }

    /** What the other side says is in no event. */
    @Test
    void anErrorCodeThatNobodyKnowsIsNotPassedOn() {
        world.as.token = request -> ScriptedAuthorizationServer.error(400, "call_me_at_evil.example");
        refuse(world.client());
        assertEquals(List.of(registered(), denied(EndpointKind.TOKEN, null)), world.events);
        assertFalse(world.events.toString().contains("evil"));
    }

    @Test
    void aListenerThatFailsDecidesNothing() {
        AuditListener failing = event -> {
            throw new IllegalStateException("the auditor is ill");
        };
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder()
                .allowLoopback()
                .clock(world.clock)
                .auditListener(failing)
                .build()) {
            assertFalse(runtime.client(world.configuration().build())
                    .accessToken()
                    .value()
                    .reveal()
                    .isEmpty());
        }
    }
}
