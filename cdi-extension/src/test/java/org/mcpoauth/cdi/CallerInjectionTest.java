package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claim;
import org.eclipse.microprofile.jwt.ClaimValue;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.CurrentToken;

/** The caller of a request as beans (MicroProfile JWT 2.1, sections 7.1 and 7.2, for its types). */
@Tag("container")
class CallerInjectionTest {

    @Dependent
    static class OneRequest {
        @Inject
        VerifiedToken token;

        @Inject
        TokenPrincipal principal;

        @Inject
        JsonWebToken jwt;

        @Inject
        @Claim("sub")
        String subject;

        @Inject
        @Claim(standard = Claims.iat)
        Long issuedAt;

        @Inject
        @Claim("exp")
        long end;

        @Inject
        @Claim("email_verified")
        Boolean verified;

        @Inject
        @Claim("groups")
        Set<String> groups;

        @Inject
        @Claim("jti")
        Optional<String> id;

        @Inject
        @Claim("nothing")
        Optional<String> nothing;

        @Inject
        @Claim("sub")
        JsonString json;

        @Inject
        @Claim("iat")
        JsonNumber number;

        @Inject
        @Claim("aud")
        JsonArray array;

        @Inject
        @Claim("address")
        JsonObject object;

        @Inject
        @Claim("email_verified")
        JsonValue value;

        @Inject
        @Claim("iat")
        String ofAnotherType;

        @Inject
        @Claim("absent")
        Long absent;
    }

    @ApplicationScoped
    static class WholeApplication {
        @Inject
        Provider<VerifiedToken> token;

        @Inject
        Instance<TokenPrincipal> principal;

        @Inject
        JsonWebToken jwt;

        @Inject
        @Claim("sub")
        ClaimValue<String> subject;

        @Inject
        @Claim("jti")
        ClaimValue<Optional<String>> id;

        @Inject
        @Claim("sub")
        Provider<String> provided;

        @Inject
        @Claim("iat")
        Instance<Optional<Long>> issuedAt;

        long issuedAt() {
            return issuedAt.get().orElseThrow();
        }

        String subjects() {
            return String.join(
                    " ",
                    token.get().principal().getName(),
                    String.valueOf(principal.get().subject()),
                    jwt.getSubject(),
                    subject.getValue(),
                    id.getValue().orElseThrow().replace("id-of-", ""),
                    provided.get());
        }
    }

    @Dependent
    static class Plain {}

    @ApplicationScoped
    static class KeepsToken {
        @Inject
        VerifiedToken token;
    }

    @ApplicationScoped
    static class KeepsClaim {
        @Inject
        @Claim("sub")
        String subject;
    }

    @RequestScoped
    static class WantsDate {
        @Inject
        @Claim("exp")
        Date end;
    }

    @Dependent
    static class OwnJwt {
        @Produces
        @RequestScoped
        JsonWebToken jwt() {
            return new JsonWebToken() {
                @Override
                public String getName() {
                    return "own";
                }

                @Override
                public Set<String> getClaimNames() {
                    return Set.of();
                }

                @Override
                @SuppressWarnings("TypeParameterUnusedInFormals") // so is the API
                public <T> T getClaim(String name) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }

    @Test
    void theTokenOfTheRequestIsInjected() {
        try (Application application = Application.start(Map.of(), OneRequest.class)) {
            inRequest(application, Tokens.of("alice"), () -> {
                OneRequest request = application.get(OneRequest.class);
                assertEquals(Tokens.of("alice"), request.token);
                assertEquals("alice", request.principal.subject());
            });
        }
    }

    @Test
    void claimsAreInjectedInTheTypesOfMicroProfileJwt() {
        try (Application application = Application.start(Map.of(), OneRequest.class)) {
            inRequest(application, Tokens.of("alice"), () -> {
                OneRequest request = application.get(OneRequest.class);
                assertEquals("alice", request.subject);
                assertEquals(1_700_000_000L, request.issuedAt);
                assertEquals(Tokens.END.getEpochSecond(), request.end);
                assertEquals(true, request.verified);
                assertEquals(Set.of("users", "writers"), request.groups);
                assertEquals(Optional.of("id-of-alice"), request.id);
                assertEquals(Optional.empty(), request.nothing);
                assertEquals("alice", request.json.getString());
                assertEquals(1_700_000_000L, request.number.longValue());
                assertEquals("https://mcp.example/mcp", request.array.getString(0));
                assertEquals("CH", request.object.getString("country"));
                assertEquals(JsonValue.TRUE, request.value);
                assertNull(request.ofAnotherType);
                assertNull(request.absent);
            });
        }
    }

    @Test
    void aJsonWebTokenShowsTheTokenButNotItsText() {
        try (Application application = Application.start(Map.of(), OneRequest.class)) {
            inRequest(application, Tokens.of("alice"), () -> {
                JsonWebToken jwt = application.get(JsonWebToken.class);
                assertEquals("alice", jwt.getName());
                assertEquals("alice", jwt.getSubject());
                assertEquals("https://as.example", jwt.getIssuer());
                assertEquals(Set.of("https://mcp.example/mcp"), jwt.getAudience());
                assertEquals("id-of-alice", jwt.getTokenID());
                assertEquals(Tokens.END.getEpochSecond(), jwt.getExpirationTime());
                assertEquals(1_700_000_000L, jwt.getIssuedAtTime());
                assertEquals(Set.of("users", "read"), jwt.getGroups());
                assertTrue(jwt.containsClaim("address"));
                assertTrue(jwt.getClaimNames().contains("jti"));
                assertEquals(JsonValue.TRUE, jwt.getClaim("email_verified"));
                // MCP authorization, "Access Token Privilege Restriction"
                assertNull(jwt.getRawToken());
            });
        }
    }

    @Test
    void aBeanOfTheApplicationSeesEachCallerAnew() {
        try (Application application = Application.start(Map.of(), WholeApplication.class)) {
            WholeApplication whole = application.get(WholeApplication.class);
            for (String user : new String[] {"alice", "bob", "alice"}) {
                inRequest(application, Tokens.of(user), () -> {
                    assertEquals((user + " ").repeat(6).strip(), whole.subjects());
                    assertEquals(1_700_000_000L, whole.issuedAt());
                });
            }
        }
    }

    @Test
    void aRequestThatIsOpenToEverybodyHasNoCaller() {
        try (Application application = Application.start(Map.of(), OneRequest.class)) {
            inRequest(application, null, () -> {
                assertNull(application.get(VerifiedToken.class));
                assertNull(application.get(TokenPrincipal.class));
                JsonWebToken jwt = application.get(JsonWebToken.class);
                assertNull(jwt.getName());
                assertEquals(Set.of(), jwt.getClaimNames());
                assertEquals(Set.of(), jwt.getGroups());
                assertNull(jwt.getSubject());
            });
        }
    }

    @Test
    void aSecondEntryInOneRequestTakesThePlaceOfTheFirst() {
        try (Application application = Application.start(Map.of(), OneRequest.class)) {
            inRequest(application, Tokens.of("alice"), () -> {
                application.get(CurrentToken.class).entered(null, null);
                assertNull(application.get(VerifiedToken.class));
            });
        }
    }

    @Test
    void withoutARequestScopeTheGuardIsNotDisturbed() {
        try (Application application = Application.start(Map.of(), OneRequest.class)) {
            VerifiedToken token = Tokens.of("alice");
            application.get(CurrentToken.class).entered(token, token.principal());
            inRequest(application, null, () -> assertNull(application.get(VerifiedToken.class)));
        }
    }

    @Test
    void aBeanThatWouldKeepACallerStopsTheStart() {
        String failure = Application.failure(Map.of(), KeepsToken.class, KeepsClaim.class);
        assertTrue(failure.contains("KeepsToken: " + VerifiedToken.class.getName() + " is of one request"), failure);
        assertTrue(failure.contains("KeepsClaim: java.lang.String is of one request"), failure);
    }

    @Test
    void aTypeThatNoClaimHasStopsTheStart() {
        String failure = Application.failure(Map.of(), WantsDate.class);
        assertTrue(failure.contains("WantsDate: a claim cannot be injected as java.util.Date"), failure);
    }

    @Test
    void whoeverMakesJsonWebTokensKeepsThem() {
        try (Application application = Application.start(Map.of(), OwnJwt.class)) {
            inRequest(
                    application,
                    Tokens.of("alice"),
                    () -> assertEquals(
                            "own", application.get(JsonWebToken.class).getName()));
        }
    }

    @Test
    void theyCanBeSwitchedOff() {
        Map<String, String> off = new HashMap<>(Map.of("mcp.oauth.json-web-token", "off"));
        try (Application application = Application.start(off, Plain.class)) {
            assertTrue(application.select(JsonWebToken.class).isUnsatisfied());
            assertFalse(application.select(VerifiedToken.class).isUnsatisfied());
        }
        off.put("mcp.oauth.json-web-token", "perhaps");
        String failure = Application.failure(off, Plain.class);
        assertTrue(failure.contains("mcp.oauth.json-web-token: is one of auto, on, off"), failure);
    }

    private static void inRequest(Application application, @Nullable VerifiedToken token, Runnable test) {
        RequestContextController request = application.get(RequestContextController.class);
        assertTrue(request.activate());
        try {
            application.get(CurrentToken.class).entered(token, token == null ? null : token.principal());
            test.run();
        } finally {
            request.deactivate();
        }
    }
}
