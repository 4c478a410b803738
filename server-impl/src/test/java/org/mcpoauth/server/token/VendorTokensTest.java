package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.resource.IdentityRules;
import org.mcpoauth.spi.resource.TokenProfile;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Tokens as well-known issuers shape them: those of Keycloak were recorded from a real one, those of the others
 * follow their public documentation. Signed here with a key of the test, and with times around now.
 */
class VendorTokensTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final String RESOURCE = "https://mcp.example/mcp";
    private static final TokenRules LENIENT = TokenRules.DEFAULT;
    private static final TokenRules RFC9068 = TokenRules.DEFAULT.withProfile(TokenProfile.RFC9068);

    private final SigningKey key = SigningKey.generate(JwsAlgorithm.RS256);
    private final MovableClock clock = new MovableClock();
    private IdentityRules identity = IdentityRules.DEFAULT;

    private TokenVerifier verifier(String issuer, String audience, TokenRules rules) {
        VerificationKey pinned = new VerificationKey(
                key.verificationKey().publicKey(),
                String.valueOf(key.verificationKey().keyId()),
                "RS256");
        TrustedIssuer trusted =
                TrustedIssuer.of(Issuer.of(issuer)).withKeys(List.of(pinned)).withAudiences(List.of(audience));
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(RESOURCE), List.of())
                .issuers(List.of(trusted))
                .token(rules)
                .identity(identity)
                .build();
        return new JwtVerifierFactory()
                .verifier(configuration, TestIssuer.services(new ScriptedTransport(), clock, Runnable::run));
    }

    private VerifiedToken verify(TokenVerifier verifier, String token) {
        return verifier.verify(PresentedToken.bearer(
                token, "POST", ResourceIdentifier.of(RESOURCE).uri()));
    }

    private void assertRejected(RejectionReason reason, TokenVerifier verifier, String token) {
        TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> verify(verifier, token));
        assertEquals(reason, e.reason());
    }

    /** Signs with the key of the test; times that are there move to around now. */
    private String token(String header, String claims) {
        return token(object(header), object(claims));
    }

    private String token(JsonObject header, JsonObject claims) {
        JsonObject named = JSON.object(header)
                .add("kid", String.valueOf(key.verificationKey().keyId()))
                .build();
        String input = segment(named) + "." + segment(current(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.privateKey());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64Url.encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject current(JsonObject claims) {
        long now = clock.instant().getEpochSecond();
        JsonObjectBuilder current = JSON.object(claims);
        Map.of("iat", now - 60, "nbf", now - 60, "auth_time", now - 120, "exp", now + 600)
                .forEach((name, time) -> {
                    if (claims.containsKey(name)) {
                        current.add(name, time);
                    }
                });
        return current.build();
    }

    private static String segment(JsonObject object) {
        return Base64Url.encode(JSON.writeBytes(object));
    }

    private static JsonObject object(String text) {
        try {
            return JSON.readObject(text, JsonLimits.TOKEN);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Recorded with {@code KEYCLOAK_SHAPES=folder bash tck/interop/run.sh keycloak-resource} from 26.7.3. */
    @Nested
    class Keycloak {
        private JsonObject recorded(String name) {
            String file = "keycloak-" + name + ".json";
            try (InputStream in = Objects.requireNonNull(VendorTokensTest.class.getResourceAsStream(file), file)) {
                return object(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private JsonObject claims(String name) {
            return recorded(name).getJsonObject("claims");
        }

        private String token(String name) {
            return VendorTokensTest.this.token(recorded(name).getJsonObject("header"), claims(name));
        }

        private TokenVerifier verifier(TokenRules rules) {
            JsonObject claims = claims("resource-indicator");
            return VendorTokensTest.this.verifier(claims.getString("iss"), claims.getString("aud"), rules);
        }

        @Test
        void theClientOfAServiceIsItsAuthorizedParty() {
            VerifiedToken token = verify(verifier(LENIENT), token("client-credentials"));
            JsonObject claims = claims("client-credentials");
            assertEquals(
                    new TokenPrincipal("interop", Issuer.of(claims.getString("iss")), claims.getString("sub")),
                    token.principal());
            assertEquals(Scopes.of("mcp:tools"), token.scopes());
        }

        @Test
        void aUserHasTheSubjectThatKeycloakGave() {
            VerifiedToken token = verify(verifier(LENIENT), token("user"));
            assertEquals(claims("user").getString("sub"), token.principal().subject());
            assertEquals("interop", token.principal().clientId());
        }

        @Test
        void rolesOfTheRealmAreFoundWhereConfigured() {
            identity = new IdentityRules(List.of("preferred_username", "sub"), "realm_access/roles", " ", false);
            Set<String> roles = verify(verifier(LENIENT), token("user")).roles();
            assertEquals(true, roles.contains("editor"), roles::toString);
        }

        @Test
        void aTokenForTheAskedResourceIsForNothingElse() {
            VerifiedToken token = verify(verifier(LENIENT), token("resource-indicator"));
            assertEquals(List.of(claims("resource-indicator").getString("aud")), token.audience());
        }

        // RFC 9068, section 4: the type is at+jwt
        @ParameterizedTest
        @ValueSource(strings = {"client-credentials", "user", "resource-indicator"})
        void theOrdinaryTypeIsRefusedByTheStrictProfile(String name) {
            assertRejected(RejectionReason.TYPE, verifier(RFC9068), token(name));
        }

        @Test
        void withItsSwitchAndAClaimForTheClientKeycloakFollowsTheStrictProfile() {
            assertEquals(
                    "rfc9068",
                    verify(verifier(RFC9068), token("rfc9068")).principal().clientId());
        }

        @Test
        void aTokenWithoutAudienceIsRefused() {
            assertRejected(RejectionReason.AUDIENCE, verifier(LENIENT), token("without-audience"));
        }

        // RFC 8725, section 3.12: another kind of JWT of the same issuer
        @Test
        void aRefreshTokenIsRefused() {
            JsonObject header = recorded("refresh-token").getJsonObject("header");
            assertRejected(
                    RejectionReason.ALGORITHM,
                    verifier(LENIENT),
                    VendorTokensTest.this.token(header, claims("refresh-token")));
        }

        @Test
        void anIdTokenIsRefused() {
            assertRejected(RejectionReason.AUDIENCE, verifier(LENIENT), token("id-token"));
        }
    }

    /** From the public documentation of Microsoft Entra ID: access tokens of versions 1.0 and 2.0. */
    @Nested
    class Entra {
        private static final String TENANT = "aaaabbbb-0000-cccc-1111-dddd2222eeee";
        private static final String ISSUER_1 = "https://sts.windows.net/" + TENANT + "/";
        private static final String ISSUER_2 = "https://login.microsoftonline.com/" + TENANT + "/v2.0";
        private static final String API = "11112222-bbbb-3333-cccc-4444dddd5555";
        private static final String CLIENT = "00001111-aaaa-2222-bbbb-3333cccc4444";
        private static final String HEADER =
                "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5t\":\"i6lGk3FZzxRcUb2C3nEQ7syHJlY\",\"kid\":\"\"}";

        private static final String VERSION_1 = """
                {"aud":"api://%s","iss":"%s","iat":0,"nbf":0,"exp":0,"acr":"1","aio":"AXQA","amr":["pwd","mfa"],\
                "appid":"%s","appidacr":"0","family_name":"Example","given_name":"Alice","ipaddr":"192.0.2.1",\
                "name":"Alice Example","oid":"bbbbbbbb-1111-2222-3333-cccccccccccc","rh":"0.AA","scp":"mcp.tools mcp.notes",\
                "sub":"AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ","tid":"%s","unique_name":"alice@example.com",\
                "upn":"alice@example.com","uti":"abc","ver":"1.0"}""".formatted(API, ISSUER_1, CLIENT, TENANT);

        private static final String VERSION_2 = """
                {"aud":"%s","iss":"%s","iat":0,"nbf":0,"exp":0,"aio":"AXQA","azp":"%s","azpacr":"0",\
                "name":"Alice Example","oid":"bbbbbbbb-1111-2222-3333-cccccccccccc","preferred_username":"alice@example.com",\
                "rh":"0.AA","roles":["Editor"],"scp":"mcp.tools","sub":"HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ",\
                "tid":"%s","uti":"abc","ver":"2.0"}""".formatted(API, ISSUER_2, CLIENT, TENANT);

        private static final String APPLICATION = """
                {"aud":"%s","iss":"%s","iat":0,"nbf":0,"exp":0,"aio":"E2Zg","azp":"%s","azpacr":"1",\
                "oid":"cccccccc-2222-3333-4444-dddddddddddd","rh":"0.AA","roles":["Tools.Call"],\
                "sub":"cccccccc-2222-3333-4444-dddddddddddd","tid":"%s","uti":"abc","ver":"2.0"}""".formatted(API, ISSUER_2, CLIENT, TENANT);

        private static final String ID_TOKEN = """
                {"aud":"%s","iss":"%s","iat":0,"nbf":0,"exp":0,"name":"Alice Example","nonce":"12345",\
                "oid":"bbbbbbbb-1111-2222-3333-cccccccccccc","preferred_username":"alice@example.com","rh":"0.AA",\
                "sub":"HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ","tid":"%s","uti":"abc","ver":"2.0"}""";

        @Test
        void version1NamesTheClientInAppid() {
            VerifiedToken token = verify(verifier(ISSUER_1, "api://" + API, LENIENT), token(HEADER, VERSION_1));
            assertEquals(
                    new TokenPrincipal(CLIENT, Issuer.of(ISSUER_1), "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ"),
                    token.principal());
            assertEquals(Scopes.of("mcp.tools", "mcp.notes"), token.scopes());
        }

        @Test
        void version2NamesTheClientInAzpAndTheApiByItsIdentifier() {
            identity = new IdentityRules(List.of("preferred_username", "sub"), "roles", " ", true);
            VerifiedToken token = verify(verifier(ISSUER_2, API, LENIENT), token(HEADER, VERSION_2));
            assertEquals(CLIENT, token.principal().clientId());
            assertEquals(Set.of("mcp.tools", "Editor"), token.roles());
        }

        @Test
        void anApplicationWithoutUserHasRolesInsteadOfScopes() {
            identity = new IdentityRules(List.of("sub"), "roles", " ", true);
            VerifiedToken token = verify(verifier(ISSUER_2, API, LENIENT), token(HEADER, APPLICATION));
            assertEquals(Scopes.NONE, token.scopes());
            assertEquals(Set.of("Tools.Call"), token.roles());
        }

        @Test
        void theVersionsAreTwoIssuers() {
            assertRejected(
                    RejectionReason.ISSUER, verifier(ISSUER_2, "api://" + API, LENIENT), token(HEADER, VERSION_1));
            assertRejected(RejectionReason.ISSUER, verifier(ISSUER_1, API, LENIENT), token(HEADER, VERSION_2));
        }

        @ParameterizedTest
        @ValueSource(strings = {"common", "organizations", "99998888-0000-cccc-1111-dddd2222eeee", TENANT + "/"})
        void anotherTenantIsAnotherIssuer(String tenant) {
            String claims = VERSION_2.replace(ISSUER_2, "https://login.microsoftonline.com/" + tenant + "/v2.0");
            assertRejected(RejectionReason.ISSUER, verifier(ISSUER_2, API, LENIENT), token(HEADER, claims));
        }

        @Test
        void neitherVersionFollowsTheStrictProfile() {
            assertRejected(RejectionReason.TYPE, verifier(ISSUER_1, "api://" + API, RFC9068), token(HEADER, VERSION_1));
            assertRejected(RejectionReason.TYPE, verifier(ISSUER_2, API, RFC9068), token(HEADER, VERSION_2));
        }

        // RFC 8725, section 3.12
        @Test
        void anIdTokenOfAnotherClientIsRefused() {
            String claims = ID_TOKEN.formatted(CLIENT, ISSUER_2, TENANT);
            assertRejected(RejectionReason.AUDIENCE, verifier(ISSUER_2, API, LENIENT), token(HEADER, claims));
        }

        /** Where one registration is client and API at once, its ID tokens have the audience of the API. */
        @Test
        void anIdTokenForTheApiItselfIsToldApartByARequiredClaim() {
            String claims = ID_TOKEN.formatted(API, ISSUER_2, TENANT);
            TokenRules rules = LENIENT.withRequiredClaims(Set.of("azp"));
            assertRejected(RejectionReason.CLAIMS, verifier(ISSUER_2, API, rules), token(HEADER, claims));
            assertEquals(
                    CLIENT,
                    verify(verifier(ISSUER_2, API, rules), token(HEADER, VERSION_2))
                            .principal()
                            .clientId());
        }
    }

    /** From the public documentation of Auth0: access token profiles "Auth0" and "RFC 9068". */
    @Nested
    class Auth0 {
        private static final String ISSUER = "https://tenant.auth0.com/";
        private static final String OWN = """
                {"iss":"https://tenant.auth0.com/","sub":"auth0|123456","aud":["https://mcp.example/mcp",\
                "https://tenant.auth0.com/userinfo"],"azp":"my_client_id","iat":0,"exp":0,"scope":"openid profile mcp:tools",\
                "gty":"password","permissions":["notes:read","notes:write"]}""";

        private static final String STANDARD = """
                {"iss":"https://tenant.auth0.com/","sub":"auth0|123456","aud":["https://mcp.example/mcp",\
                "https://tenant.auth0.com/userinfo"],"client_id":"my_client_id","iat":0,"exp":0,\
                "jti":"73WakrfVbNJBaAmhQtEeDv","scope":"openid profile mcp:tools","permissions":["notes:read"]}""";

        private static final String MACHINE = """
                {"iss":"https://tenant.auth0.com/","sub":"my_client_id@clients","aud":"https://mcp.example/mcp",\
                "azp":"my_client_id","iat":0,"exp":0,"scope":"mcp:tools","gty":"client-credentials"}""";

        private static final String JWT = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"\"}";
        private static final String AT_JWT = "{\"alg\":\"RS256\",\"typ\":\"at+jwt\",\"kid\":\"\"}";

        @Test
        void theOwnProfileNamesTheClientInAzp() {
            identity = new IdentityRules(List.of("sub"), "permissions", " ", true);
            VerifiedToken token = verify(verifier(ISSUER, RESOURCE, LENIENT), token(JWT, OWN));
            assertEquals(new TokenPrincipal("my_client_id", Issuer.of(ISSUER), "auth0|123456"), token.principal());
            assertEquals(Scopes.of("openid", "profile", "mcp:tools"), token.scopes());
            assertEquals(
                    Set.of("openid", "profile", "mcp:tools", "notes:read", "notes:write"),
                    token.roles(),
                    "permissions are roles where configured, never scopes");
        }

        @Test
        void aMachineHasASubjectOfItsOwn() {
            VerifiedToken token = verify(verifier(ISSUER, RESOURCE, LENIENT), token(JWT, MACHINE));
            assertEquals(
                    new TokenPrincipal("my_client_id", Issuer.of(ISSUER), "my_client_id@clients"), token.principal());
        }

        @Test
        void theStandardProfileIsAcceptedByBoth() {
            for (TokenRules rules : List.of(LENIENT, RFC9068)) {
                VerifiedToken token = verify(verifier(ISSUER, RESOURCE, rules), token(AT_JWT, STANDARD));
                assertEquals("my_client_id", token.principal().clientId());
            }
        }

        @Test
        void theOwnProfileIsRefusedByTheStrictOne() {
            assertRejected(RejectionReason.TYPE, verifier(ISSUER, RESOURCE, RFC9068), token(JWT, OWN));
            assertRejected(RejectionReason.CLAIMS, verifier(ISSUER, RESOURCE, RFC9068), token(AT_JWT, OWN));
        }

        @Test
        void aTokenForUserinfoAloneIsRefused() {
            String claims = MACHINE.replace(RESOURCE, "https://tenant.auth0.com/userinfo");
            assertRejected(RejectionReason.AUDIENCE, verifier(ISSUER, RESOURCE, LENIENT), token(JWT, claims));
        }

        /** The slash at the end belongs to the issuer of Auth0. */
        @Test
        void theIssuerWithoutItsSlashIsAnotherOne() {
            assertRejected(
                    RejectionReason.ISSUER, verifier("https://tenant.auth0.com", RESOURCE, LENIENT), token(JWT, OWN));
        }
    }

    /** From the public documentation of Okta: access tokens of custom authorization servers. */
    @Nested
    class Okta {
        private static final String ISSUER = "https://dev.okta.example/oauth2/default";
        private static final String HEADER = "{\"kid\":\"\",\"alg\":\"RS256\"}";
        private static final String USER = """
                {"ver":1,"jti":"AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE",\
                "iss":"https://dev.okta.example/oauth2/default","aud":"https://mcp.example/mcp","iat":0,"exp":0,\
                "cid":"0oa1client","uid":"00u1user","scp":["openid","mcp:tools"],"auth_time":0,"sub":"alice@example.com",\
                "groups":["Editors","Everyone"]}""";

        private static final String SERVICE = """
                {"ver":1,"jti":"AT.abc","iss":"https://dev.okta.example/oauth2/default","aud":"https://mcp.example/mcp",\
                "iat":0,"exp":0,"cid":"0oa1client","scp":["mcp:tools"],"sub":"0oa1client"}""";

        @Test
        void theClientIsInCidAndScopesAreAnArray() {
            VerifiedToken token = verify(verifier(ISSUER, RESOURCE, LENIENT), token(HEADER, USER));
            assertEquals(new TokenPrincipal("0oa1client", Issuer.of(ISSUER), "alice@example.com"), token.principal());
            assertEquals(Scopes.of("openid", "mcp:tools"), token.scopes());
            assertEquals(Set.of("openid", "mcp:tools", "Editors", "Everyone"), token.roles());
        }

        @Test
        void aServiceIsItsOwnSubject() {
            VerifiedToken token = verify(verifier(ISSUER, RESOURCE, LENIENT), token(HEADER, SERVICE));
            assertEquals(new TokenPrincipal("0oa1client", Issuer.of(ISSUER), "0oa1client"), token.principal());
        }

        @Test
        void aTokenWithoutTypeIsRefusedByTheStrictProfile() {
            assertRejected(RejectionReason.TYPE, verifier(ISSUER, RESOURCE, RFC9068), token(HEADER, USER));
        }

        /** Tokens of the server of the organisation are for Okta itself. */
        @Test
        void aTokenOfTheOrganisationIsRefused() {
            String claims =
                    USER.replace(ISSUER, "https://dev.okta.example").replace(RESOURCE, "https://dev.okta.example");
            assertRejected(RejectionReason.ISSUER, verifier(ISSUER, RESOURCE, LENIENT), token(HEADER, claims));
        }
    }

    /** The names of the lenient profile for the client, in this order. */
    @Nested
    class ClientClaims {
        private static final String ISSUER = "https://as.example";

        private String token(String members) {
            return VendorTokensTest.this.token(
                    "{\"alg\":\"RS256\"}",
                    "{\"iss\":\"" + ISSUER + "\",\"aud\":\"" + RESOURCE + "\",\"sub\":\"alice\",\"exp\":0," + members
                            + "}");
        }

        @Test
        void theFirstThatIsThereCounts() {
            TokenVerifier verifier = verifier(ISSUER, RESOURCE, LENIENT);
            String all = "\"cid\":\"4\",\"appid\":\"3\",\"azp\":\"2\",\"client_id\":\"1\"";
            assertEquals("1", verify(verifier, token(all)).principal().clientId());
            assertEquals(
                    "2",
                    verify(verifier, token("\"cid\":\"4\",\"appid\":\"3\",\"azp\":\"2\""))
                            .principal()
                            .clientId());
            assertEquals(
                    "3",
                    verify(verifier, token("\"cid\":\"4\",\"appid\":\"3\""))
                            .principal()
                            .clientId());
            assertEquals(
                    "4", verify(verifier, token("\"cid\":\"4\"")).principal().clientId());
        }

        @ParameterizedTest
        @ValueSource(strings = {"client_id", "azp", "appid", "cid"})
        void oneOfAnotherTypeIsRefused(String name) {
            assertRejected(
                    RejectionReason.CLAIMS, verifier(ISSUER, RESOURCE, LENIENT), token("\"" + name + "\":[\"a\"]"));
        }
    }
}
