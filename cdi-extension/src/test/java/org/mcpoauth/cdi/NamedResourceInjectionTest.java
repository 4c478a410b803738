package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuth;
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
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.ProtectedResource;

/** Several protected resources in one application (RFC 9728, section 1.2). */
@Tag("container")
class NamedResourceInjectionTest {
    private static final Map<String, String> TWO = Map.of(
            "mcp.oauth.resource.notes.url", "https://mcp.example/notes",
            "mcp.oauth.resource.mail.url", "https://mcp.example/mail",
            "mcp.oauth.resource.authorization-servers", "https://as.example");

    @Dependent
    static class Mail {
        @Inject
        @McpOAuth("mail")
        ProtectedResource resource;

        @Inject
        @McpOAuth("mail")
        TokenVerifier verifier;

        @Inject
        @McpOAuth("mail")
        RequestStateCodec states;

        @Inject
        @McpOAuth("mail")
        PrincipalBinder binder;
    }

    @Dependent
    static class Unnamed {
        @Inject
        PrincipalBinder binder;
    }

    @ApplicationScoped
    static class ScopesForAll implements OperationScopes {
        @Override
        public Scopes requiredFor(McpOperation operation) {
            return Scopes.NONE;
        }

        @Override
        public Scopes all() {
            return Scopes.of("common");
        }
    }

    @ApplicationScoped
    @McpOAuth("mail")
    static class ScopesForMail implements OperationScopes {
        @Override
        public Scopes requiredFor(McpOperation operation) {
            return Scopes.NONE;
        }

        @Override
        public Scopes all() {
            return Scopes.of("mail");
        }
    }

    @ApplicationScoped
    @McpOAuth("mail")
    static class MailVerifier implements TokenVerifier {
        @Override
        public VerifiedToken verify(PresentedToken presented) {
            throw new TokenRejectedException(RejectionReason.MALFORMED);
        }

        @Override
        public String toString() {
            return "own";
        }
    }

    @Dependent
    static class OwnMail {
        @Produces
        @Singleton
        @McpOAuth("mail")
        ProtectedResource resource(McpOAuthRuntime runtime) {
            return runtime.protectedResource(ResourceServerConfiguration.builder(
                            ResourceIdentifier.of("https://own.example/mail"), List.of(Issuer.of("https://as.example")))
                    .build());
        }
    }

    @Test
    void eachNameIsABean() {
        try (Application application = Application.start(TWO, Mail.class)) {
            assertEquals(Set.of("https://mcp.example/notes", "https://mcp.example/mail"), all(application));
            Mail mail = application.get(Mail.class);
            assertEquals(
                    "https://mcp.example/mail",
                    mail.resource.metadata().resource().value());
            assertTrue(application.select(ProtectedResource.class).isUnsatisfied());
        }
    }

    // MCP 2026-07-28, "Multi Round-Trip Requests": a state is for one server
    @Test
    void theStateOfOneIsWorthNothingAtTheOther() {
        Map<String, String> keys = new HashMap<>(TWO);
        keys.put("mcp.oauth.resource.request-state.keys", "0123456789abcdef0123456789abcdef");
        try (Application application = Application.start(keys, Mail.class)) {
            RequestStateCodec.Origin origin = new RequestStateCodec.Origin(
                    null, "tools/call", "ask_name", jakarta.json.JsonValue.EMPTY_JSON_OBJECT);
            String sealed = application.get(Mail.class).states.seal(origin, "asked");
            RequestStateCodec notes = application.get(RequestStateCodec.class, McpOAuthLiteral.of("notes"));
            assertTrue(notes.open(origin, sealed).isEmpty());
            assertTrue(application.get(Mail.class).states.open(origin, sealed).isPresent());
        }
    }

    @Test
    void theResourceWithoutANameIsInjectedWithoutAQualifier() {
        Map<String, String> keys = new HashMap<>(TWO);
        keys.put("mcp.oauth.resource.url", "https://mcp.example/mcp");
        try (Application application = Application.start(keys, Mail.class, Unnamed.class)) {
            assertEquals(
                    "https://mcp.example/mcp",
                    application
                            .get(ProtectedResource.class)
                            .metadata()
                            .resource()
                            .value());
            assertEquals(3, all(application).size());
            assertNotSame(application.get(Unnamed.class).binder, application.get(Mail.class).binder);
        }
    }

    @Test
    void aBeanWithTheNameComesBeforeThatForAll() {
        try (Application application = Application.start(TWO, ScopesForAll.class, ScopesForMail.class)) {
            assertEquals(List.of("mail"), scopes(application, "mail"));
            assertEquals(List.of("common"), scopes(application, "notes"));
        }
    }

    @Test
    void aVerifierWithTheNameTakesThePlaceOfOurs() {
        try (Application application = Application.start(TWO, MailVerifier.class)) {
            assertEquals("own", resource(application, "mail").verifier().toString());
            assertEquals(
                    false, resource(application, "notes").verifier().toString().equals("own"));
        }
    }

    @Test
    void aResourceOfTheApplicationTakesThePlaceOfThatWithItsName() {
        try (Application application = Application.start(TWO, OwnMail.class, Mail.class)) {
            assertEquals(Set.of("https://mcp.example/notes", "https://own.example/mail"), all(application));
            assertEquals(
                    "https://own.example/mail",
                    application.get(Mail.class).resource.metadata().resource().value());
        }
    }

    @Test
    void whatIsInjectedButNotConfiguredFailsDeploymentByItsKey() {
        Map<String, String> keys = new HashMap<>(TWO);
        keys.remove("mcp.oauth.resource.mail.url");
        String failure = Application.failure(keys, Mail.class);
        assertTrue(failure.contains("mcp.oauth.resource.mail.url: is missing"), failure);
    }

    @Test
    void twoResourcesWithOneUrlStopTheStart() {
        Map<String, String> keys = new HashMap<>(TWO);
        keys.put("mcp.oauth.resource.mail.url", "https://mcp.example/notes");
        String failure = Application.failure(keys, Mail.class);
        assertTrue(failure.contains("is the same as"), failure);
    }

    private static List<String> scopes(Application application, String name) {
        return resource(application, name).metadata().scopesSupported();
    }

    private static ProtectedResource resource(Application application, String name) {
        return application.get(ProtectedResource.class, McpOAuthLiteral.of(name));
    }

    /** As the bindings find them. */
    private static Set<String> all(Application application) {
        return application.select(ProtectedResource.class, Any.Literal.INSTANCE).stream()
                .map(resource -> resource.configuration().resource().value())
                .collect(Collectors.toSet());
    }
}
