package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.ClientCertificateSource;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.ProtectedResource;

@Tag("container")
class ResourceInjectionTest {

    @Dependent
    static class Notes {
        @Inject
        RequestStateCodec states;

        @Inject
        PrincipalBinder binder;
    }

    @ApplicationScoped
    static class ToolScopes implements OperationScopes {
        @Override
        public Scopes requiredFor(McpOperation operation) {
            return operation.method().equals("tools/call") ? Scopes.of("tools") : Scopes.NONE;
        }

        @Override
        public Scopes all() {
            return Scopes.of("tools");
        }
    }

    @ApplicationScoped
    static class OwnVerifier implements TokenVerifier {
        @Override
        public VerifiedToken verify(PresentedToken presented) {
            throw new TokenRejectedException(RejectionReason.MALFORMED);
        }

        @Override
        public String toString() {
            return "own";
        }
    }

    /** A proxy that does not follow RFC 9440. */
    @ApplicationScoped
    static class ProxyCertificates implements ClientCertificateSource {
        @Override
        public @Nullable X509Certificate certificate(GuardedRequest request) {
            return null;
        }

        @Override
        public String toString() {
            return "certificates of the proxy";
        }
    }

    @Dependent
    static class OwnResource {
        @Produces
        @Singleton
        ProtectedResource resource(McpOAuthRuntime runtime) {
            return runtime.protectedResource(ResourceServerConfiguration.builder(
                            ResourceIdentifier.of("https://own.example/mcp"), List.of(Issuer.of("https://as.example")))
                    .build());
        }
    }

    @Test
    void twoKeysMakeAProtectedResource() {
        try (Application application = Application.start(Application.RESOURCE, Notes.class)) {
            ProtectedResource resource = application.get(ProtectedResource.class);
            assertEquals(
                    "https://mcp.example/mcp", resource.metadata().resource().value());
            assertTrue(resource.guard().guards("/mcp"));
        }
    }

    @Test
    void thePartsOfTheResourceCanBeInjected() {
        try (Application application = Application.start(Application.RESOURCE, Notes.class)) {
            Notes notes = application.get(Notes.class);
            RequestStateCodec.Origin origin = new RequestStateCodec.Origin(
                    null, "tools/call", "ask_name", jakarta.json.JsonValue.EMPTY_JSON_OBJECT);
            String sealed = notes.states.seal(origin, "asked");
            assertEquals(
                    "asked",
                    application
                            .get(ProtectedResource.class)
                            .requestStates()
                            .open(origin, sealed)
                            .orElseThrow());
            assertFalse(notes.binder.isOwner("session", "unknown", null));
            assertThrows(
                    TokenRejectedException.class,
                    () -> application
                            .get(TokenVerifier.class)
                            .verify(PresentedToken.bearer(
                                    "not.a.token", "POST", URI.create("https://mcp.example/mcp"))));
        }
    }

    @Test
    void withoutUrlThereIsNoResource() {
        try (Application application = Application.start(Map.of(), ToolScopes.class)) {
            assertTrue(application.select(ProtectedResource.class).isUnsatisfied());
            assertTrue(application.select(TokenVerifier.class).isUnsatisfied());
        }
    }

    @Test
    void whatIsInjectedWithoutUrlFailsDeploymentByItsKey() {
        String failure = Application.failure(Map.of(), Notes.class);
        assertTrue(failure.contains("mcp.oauth.resource.url: is missing"), failure);
        assertTrue(failure.contains("mcp.oauth.resource.authorization-servers: is missing"), failure);
    }

    @Test
    void aConfiguredResourceThatCannotBeMadeStopsTheStart() {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put("mcp.oauth.resource.url", "http://mcp.example/mcp");
        String failure = Application.failure(keys, ToolScopes.class);
        assertTrue(failure.contains("mcp.oauth.resource.url: must be https"), failure);
    }

    /** Not the first request, but the start finds that nobody here knows the tokens. */
    @Test
    void aVerifierThatCannotBeMadeStopsTheStart() {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put("mcp.oauth.resource.verifier", "embedded");
        String failure = Application.failure(keys, ToolScopes.class);
        assertTrue(failure.contains("mcp.oauth.resource.verifier: is embedded"), failure);
    }

    /** RFC 8705, section 3: where certificates of clients come from, such as the header of a proxy. */
    @Test
    void aSourceOfCertificatesIsAskedInPlaceOfTheConnection() {
        try (Application application = Application.start(Application.RESOURCE, ProxyCertificates.class)) {
            ProtectedResource resource = application.get(ProtectedResource.class);
            assertEquals(
                    "certificates of the proxy",
                    String.valueOf(resource.configuration().certificates().source()));
        }
    }

    @Test
    void aSourceOfCertificatesBesideTrustedProxiesStopsTheStart() {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put("mcp.oauth.resource.mtls-bound.trusted-proxies", "10.1.0.0/16");
        String failure = Application.failure(keys, ProxyCertificates.class);
        assertTrue(failure.contains("mcp.oauth.resource.mtls-bound.trusted-proxies: are not asked"), failure);
    }

    @Test
    void scopesOfOperationsAreThoseOfTheBean() {
        try (Application application = Application.start(Application.RESOURCE, ToolScopes.class)) {
            assertEquals(
                    List.of("tools"),
                    application.get(ProtectedResource.class).metadata().scopesSupported());
        }
    }

    @Test
    void aVerifierOfTheApplicationTakesThePlaceOfOurs() {
        try (Application application = Application.start(Application.RESOURCE, OwnVerifier.class)) {
            assertEquals("own", application.get(TokenVerifier.class).toString());
            assertEquals(
                    "own", application.get(ProtectedResource.class).verifier().toString());
        }
    }

    @Test
    void aResourceOfTheApplicationTakesThePlaceOfOurs() {
        try (Application application = Application.start(Map.of(), OwnResource.class, Notes.class)) {
            ProtectedResource resource = application.get(ProtectedResource.class);
            assertEquals(
                    "https://own.example/mcp",
                    resource.configuration().resource().value());
            assertEquals(1, application.select(ProtectedResource.class).stream().count());
            assertTrue(application.select(TokenVerifier.class).isResolvable());
        }
    }

    @Test
    void switchedOffItStillGuards() {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put("mcp.oauth.enabled", "false");
        try (Application application = Application.start(keys, ToolScopes.class)) {
            ProtectedResource resource = application.get(ProtectedResource.class);
            assertTrue(resource.guard().guards("/mcp"));
            assertFalse(resource.configuration().enabled());
        }
    }
}
