package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.openid.Claims;
import jakarta.security.enterprise.identitystore.openid.IdentityToken;
import jakarta.security.enterprise.identitystore.openid.JwtClaims;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.token.CallerPrincipal;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.cdi.ClientInjectionTest.RecordingClients;
import org.mcpoauth.spi.client.SubjectToken;
import org.mcpoauth.spi.client.SubjectTokenSource;

/**
 * ID tokens of a sign-in with OpenID Connect (Jakarta Security 3.0) as subject tokens of identity assertions
 * (draft-ietf-oauth-identity-assertion-authz-grant, section 4.3).
 */
@Tag("container")
class OpenIdSubjectTokensTest {
    private static final String IDP = "https://idp.example";
    private static final Map<String, String> KEYS = Map.of(
            "mcp.oauth.client.crm.server-url", "https://crm.example/mcp",
            "mcp.oauth.client.crm.grant", "id-jag",
            "mcp.oauth.client.crm.client-id", "app",
            "mcp.oauth.client.crm.id-jag.idp-issuer", IDP,
            "mcp.oauth.client.crm.id-jag.idp-client-id", "app-at-idp",
            "mcp.oauth.client.crm.id-jag.subject-token", "oidc");

    private final Map<String, String> keys = new HashMap<>(KEYS);

    @Dependent
    static class Sales {
        @Inject
        @McpOAuth("crm")
        McpOAuthClient crm;

        String server() {
            return String.valueOf(crm.resource());
        }
    }

    /** What the container knows of the current request. */
    @ApplicationScoped
    static class Container {
        private final AtomicReference<@Nullable IdentityToken> token = new AtomicReference<>();
        private final AtomicReference<@Nullable Principal> user = new AtomicReference<>();

        void signedIn(@Nullable Principal principal, @Nullable IdentityToken idToken) {
            user.set(principal);
            token.set(idToken);
        }

        @Produces
        @RequestScoped
        HttpServletRequest request() {
            return proxy(HttpServletRequest.class, "getUserPrincipal", user);
        }

        @Produces
        @RequestScoped
        OpenIdContext openId() {
            return proxy(OpenIdContext.class, "getIdentityToken", token);
        }

        private static <T> T proxy(Class<T> type, String name, AtomicReference<?> answer) {
            return type.cast(
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        assertEquals(name, method.getName());
                        return answer.get();
                    }));
        }
    }

    /** An ID token with claims of text. */
    private record IdToken(Map<String, String> claims) implements IdentityToken {
        @Override
        public String getToken() {
            return "header.claims.signature";
        }

        @Override
        public JwtClaims getJwtClaims() {
            return new TextClaims(claims);
        }

        @Override
        public boolean isExpired() {
            return false;
        }

        @Override
        public Map<String, Object> getClaims() {
            return Map.copyOf(claims);
        }
    }

    private record TextClaims(Map<String, String> claims) implements JwtClaims {
        @Override
        public Optional<String> getStringClaim(String name) {
            return Optional.ofNullable(claims.get(name));
        }

        @Override
        public Optional<Instant> getNumericDateClaim(String name) {
            return Optional.empty();
        }

        @Override
        public List<String> getArrayStringClaim(String name) {
            return List.of();
        }

        @Override
        public OptionalInt getIntClaim(String name) {
            return OptionalInt.empty();
        }

        @Override
        public OptionalLong getLongClaim(String name) {
            return OptionalLong.empty();
        }

        @Override
        public OptionalDouble getDoubleClaim(String name) {
            return OptionalDouble.empty();
        }

        @Override
        public Optional<Claims> getNested(String name) {
            return Optional.empty();
        }
    }

    private @Nullable Application application;
    private @Nullable RequestContextController request;

    @BeforeEach
    void start() {
        Application started = Application.start(keys, RecordingClients.class, Sales.class, Container.class);
        application = started;
        RequestContextController controller = started.get(RequestContextController.class);
        controller.activate();
        request = controller;
        signIn(() -> "alice", IDP, "4711");
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(request).deactivate();
        Objects.requireNonNull(application).close();
    }

    private void signIn(@Nullable Principal user, String issuer, String subject) {
        container().signedIn(user, new IdToken(Map.of("iss", issuer, "sub", subject)));
    }

    private Container container() {
        return Objects.requireNonNull(application).get(Container.class);
    }

    private SubjectTokenSource tokens() {
        return Objects.requireNonNull(Objects.requireNonNull(application)
                .get(RecordingClients.class)
                .configuration("crm")
                .sources()
                .subjectTokens());
    }

    @Test
    void theUserOfTheRequestHasTheTokenOfTheSignIn() {
        assertEquals(SubjectToken.idToken(Secret.of("header.claims.signature")), tokens().token(() -> "alice"));
    }

    @Test
    void aClientOfSomebodyElseHasNotTheTokenOfTheRequest() {
        assertThrows(AuthorizationRequiredException.class, () -> tokens().token(() -> "bob"));
        assertThrows(AuthorizationRequiredException.class, () -> tokens().token(null));
    }

    @Test
    void aCallerWhomATokenNamesIsThatOfTheIdTokenOrNobody() {
        TokenPrincipal alice = new TokenPrincipal("app", Issuer.of(IDP), "4711");
        assertEquals(SubjectToken.idToken(Secret.of("header.claims.signature")), tokens().token(alice));
        assertThrows(
                AuthorizationRequiredException.class,
                () -> tokens().token(new TokenPrincipal("app", Issuer.of("https://other.example"), "4711")));
        assertThrows(
                AuthorizationRequiredException.class,
                () -> tokens().token(new TokenPrincipal("app", Issuer.of(IDP), "4712")));
        assertThrows(
                AuthorizationRequiredException.class, () -> tokens().token(new TokenPrincipal("app", null, "4711")));
    }

    /** The user of the request is then that of another login, whatever both are called. */
    @Test
    void aNameIsNotThatOfACallerWhomAGuardLetPass() {
        signIn(
                new CallerPrincipal("alice", new TokenPrincipal("app", Issuer.of("https://other.example"), "1")),
                IDP,
                "4711");
        assertThrows(AuthorizationRequiredException.class, () -> tokens().token(() -> "alice"));
    }

    @Test
    void whoHasNotSignedInHasNoToken() {
        container().signedIn(null, null);
        assertThrows(AuthorizationRequiredException.class, () -> tokens().token(() -> "alice"));
        signIn(null, IDP, "4711");
        assertThrows(AuthorizationRequiredException.class, () -> tokens().token(() -> "alice"));
    }

    @Test
    void aThreadWithoutARequestHasNoToken() {
        Objects.requireNonNull(request).deactivate();
        try {
            assertThrows(AuthorizationRequiredException.class, () -> tokens().token(() -> "alice"));
        } finally {
            Objects.requireNonNull(request).activate();
        }
    }

    @Test
    void theTokenGoesToItsIssuerOnly() {
        signIn(() -> "alice", "https://other.example", "4711");
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> tokens().token(() -> "alice"));
        assertEquals("id-jag.idp-issuer", refused.key());
    }

    @Test
    void withoutSuchASignInTheApplicationDoesNotStart() {
        close();
        String failure = Application.failure(keys, RecordingClients.class, Sales.class);
        start();
        assertTrue(
                failure.contains("mcp.oauth.client.crm.id-jag.subject-token: there is no bean OpenIdContext: users have"
                        + " to sign in with @OpenIdAuthenticationMechanismDefinition"),
                failure);
    }
}
