package org.mcpoauth.server.token.introspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.ClientAuthentication.AssertionOptions;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.IntrospectionRules.ResponseForm;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;
import org.mcpoauth.spi.support.jose.HmacVerifier;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.json.StrictJson;

/** The question about a token, and where it goes (RFC 7662, section 2.1; RFC 8414, section 2). */
class IntrospectionRequestTest extends IntrospectionFixture {
    private static final StrictJson JSON = StrictJson.create();

    private volatile Secret secret = SECRET;

    private AskedServer.Request asked(ClientAuthentication authentication) {
        verify(verifier(rules(authentication)), TOKEN);
        return server.question();
    }

    @Test
    void theFormNamesTheTokenAndItsKind() {
        verify(verifier(rules()), "tok+en/=");
        AskedServer.Request request = server.question();
        assertEquals("tok+en/=", request.form("token"));
        assertEquals("access_token", request.form("token_type_hint"));
        assertEquals("application/x-www-form-urlencoded", request.header("Content-type"));
        assertEquals("application/json", request.header("Accept"));
        assertEquals(1, server.questions());
    }

    // RFC 9701, section 4
    @Test
    void aSignedAnswerIsAskedForByItsMediaType() {
        server.jwt(server.sign(server.key, "token-introspection+jwt", server.signedAnswer()));
        verify(verifier(rules().withResponse(ResponseForm.JWT)), TOKEN);
        assertEquals("application/token-introspection+jwt", server.question().header("Accept"));
    }

    // RFC 6749, section 2.3.1
    @Test
    void basicCredentialsAreEncodedBeforeTheyAreJoined() {
        AskedServer.Request request = asked(new ClientAuthentication.ClientSecretBasic(SECRET));
        String pair = new String(
                Base64.getDecoder().decode(request.header("Authorization").substring("Basic ".length())),
                StandardCharsets.US_ASCII);
        assertTrue(pair.startsWith("the+resource:s3cret%3Awith+%25%2F%2B-"), pair);
        assertEquals("", request.form("client_id"));
        assertEquals("", request.form("client_secret"));
    }

    @Test
    void postCredentialsStandInTheForm() {
        AskedServer.Request request = asked(new ClientAuthentication.ClientSecretPost(SECRET));
        assertEquals(AskedServer.CLIENT_ID, request.form("client_id"));
        assertEquals(SECRET.reveal(), request.form("client_secret"));
        assertEquals("", request.header("Authorization"));
    }

    // a secret in a file that is exchanged while the resource is at work
    @Test
    void theNextQuestionHasTheSecretOfNow() {
        Changing<ClientAuthentication> file = () -> new ClientAuthentication.ClientSecretPost(secret);
        TokenVerifier verifier = verifier(IntrospectionRules.of(server.issuer(), AskedServer.CLIENT_ID, file));
        verify(verifier, TOKEN);
        assertEquals(SECRET.reveal(), server.question().form("client_secret"));
        secret = Secret.of("the new one");
        verify(verifier, TOKEN);
        assertEquals("the new one", server.question().form("client_secret"));
    }

    // OpenID Connect Core, section 9
    @Test
    void aClientSecretJwtIsAMacForTheIssuer() throws Exception {
        AskedServer.Request request =
                asked(new ClientAuthentication.ClientSecretJwt(SECRET, "HS512", AssertionOptions.DEFAULT));
        CompactJws assertion = JwsParser.ofTokens(JSON).parse(assertionOf(request));
        assertTrue(new HmacVerifier(Set.of(HmacAlgorithm.HS512)).verify(assertion, SECRET));
        assertClaims(JwsParser.ofTokens(JSON).claims(assertion).members());
        assertFalse(request.body().contains("0123456789"));
    }

    // RFC 7523, sections 2.2 and 3
    @Test
    void aPrivateKeyJwtIsSignedForTheIssuerAndUsedOnce() throws Exception {
        SigningKey key = new SigningKey(server.key.privateKey(), "k-1", "ES256");
        ClientAuthentication method = new ClientAuthentication.PrivateKeyJwt(key, AssertionOptions.DEFAULT);
        AskedServer.Request request = asked(method);
        CompactJws assertion = JwsParser.ofTokens(JSON).parse(assertionOf(request));
        JwsVerifier verifier = new JwsVerifier(JcaSignatures.platform(), Set.of(JwsAlgorithm.ES256));
        assertTrue(verifier.verify(assertion, server.key.verificationKey()));
        assertEquals("k-1", assertion.header().keyId());
        assertClaims(JwsParser.ofTokens(JSON).claims(assertion).members());
        assertNotEquals(assertionOf(request), assertionOf(asked(method)));
    }

    // RFC 8705, section 2: the certificate authenticates, the form only says whom
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTlsClientNamesItselfOnly(boolean selfSigned) {
        AskedServer.Request request = asked(new ClientAuthentication.TlsClient(selfSigned));
        assertEquals(AskedServer.CLIENT_ID, request.form("client_id"));
        assertEquals("", request.form("client_secret"));
        assertEquals("", request.header("Authorization"));
    }

    // RFC 7662, section 2.1: scanning must cost more than a guess
    @Test
    void nobodyAsksWithoutAuthentication() {
        assertThrows(ConfigurationException.class, () -> rules(new ClientAuthentication.None()));
    }

    @Test
    void aSecretTooShortForItsMacAsksNothing() {
        TokenVerifier weak = verifier(
                rules(new ClientAuthentication.ClientSecretJwt(Secret.of("short"), "HS256", AssertionOptions.DEFAULT)));
        assertThrows(ConfigurationException.class, () -> verify(weak, TOKEN));
        assertEquals(0, server.questions());
    }

    @Test
    void aConfiguredEndpointNeedsNoMetadata() {
        server.publishAs("http://somebody.else", "");
        verify(verifier(rules().withUrl(server.url(AskedServer.ENDPOINT))), TOKEN);
        assertEquals(1, server.questions());
    }

    // RFC 8705, section 5
    @Test
    void aTlsClientGoesToTheAliasAndOthersDoNot() {
        server.publish(",\"mtls_endpoint_aliases\":{\"introspection_endpoint\":\"" + server.url("/mtls") + "\"}");
        assertUnknown(verifier(rules(new ClientAuthentication.TlsClient(false))));
        assertEquals(TOKEN, server.question("/mtls").form("token"));
        assertEquals(0, server.questions());
        verify(verifier(rules()), TOKEN);
        assertEquals(1, server.questions());
    }

    // RFC 8414, section 3.3
    @Test
    void theMetadataOfAnotherIssuerSendsNoTokenAnywhere() {
        server.publishAs(
                server.issuer().value() + "/other",
                ",\"introspection_endpoint\":\"" + server.url(AskedServer.ENDPOINT) + "\"");
        assertUnknown(verifier(rules()));
        assertEquals(0, server.questions());
    }

    @Test
    void aServerWithoutEndpointKnowsNothing() {
        server.publishAs(server.issuer().value(), "");
        assertUnknown(verifier(rules()));
        assertEquals(0, server.questions());
    }

    // MCP security best practices, "Server-Side Request Forgery"
    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.1/introspect", "http://169.254.169.254/introspect", "ftp://127.0.0.1/x"})
    void metadataCannotSendTokensToAForbiddenPlace(String place) {
        server.publishAs(server.issuer().value(), ",\"introspection_endpoint\":\"" + place + "\"");
        TransportException e = assertUnknown(verifier(rules()));
        assertTrue(e.code() == FailureCode.ENDPOINT_REFUSED || e.code() == FailureCode.RESPONSE_STATUS_UNEXPECTED);
        assertEquals(0, server.questions());
    }

    @Test
    void aTokenAboveTheLimitIsNotAskedAbout() {
        assertRejected(RejectionReason.TOO_LARGE, verifier(rules()), "x".repeat((16 << 10) + 1));
        assertEquals(0, server.questions());
    }

    private static String assertionOf(AskedServer.Request request) {
        assertEquals("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", request.form("client_assertion_type"));
        assertEquals("", request.header("Authorization"));
        return request.form("client_assertion");
    }

    private void assertClaims(JsonObject claims) {
        assertEquals(AskedServer.CLIENT_ID, claims.getString("iss"));
        assertEquals(AskedServer.CLIENT_ID, claims.getString("sub"));
        assertEquals(server.issuer().value(), claims.getString("aud"));
        assertEquals(clock.instant().getEpochSecond() + 60, claims.getInt("exp"));
    }
}
