package org.mcpoauth.server.token.introspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;

/** Who judges which token: by shape and issuer, once (RFC 7662, section 1; RFC 9068, section 4). */
class TokenRoutingTest extends IntrospectionFixture {

    private String jwt() {
        return server.sign(server.key, "at+jwt", server.members(it -> it.remove("active")));
    }

    private void assertAsked(int times) {
        assertEquals(times, server.questions());
    }

    @Test
    void aJwtIsVerifiedHereAndAnotherTokenIsAskedAbout() {
        TokenVerifier auto = verifier(rules());
        verify(auto, jwt());
        assertAsked(0);
        verify(auto, TOKEN);
        assertAsked(1);
    }

    @Test
    void aJwtThatFailsIsNeverAskedAbout() {
        TokenVerifier auto = verifier(rules());
        SigningKey stranger = SigningKey.generate(JwsAlgorithm.ES256);
        assertRejected(RejectionReason.KEY, auto, server.sign(stranger, "at+jwt", server.members(it -> it)));
        assertRejected(
                RejectionReason.SIGNATURE,
                auto,
                jwt().substring(0, jwt().lastIndexOf('.') + 1) + Base64Url.encode(new byte[64]));
        assertRejected(
                RejectionReason.EXPIRED,
                auto,
                server.sign(server.key, "at+jwt", server.members(it -> it.add("exp", 1))));
        assertRejected(
                RejectionReason.ISSUER,
                auto,
                server.sign(server.key, "at+jwt", server.members(it -> it.add("iss", "https://other.example"))));
        assertRejected(RejectionReason.TYPE, auto, server.sign(server.key, "dpop+jwt", server.members(it -> it)));
        String none = Base64Url.encode("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
        assertRejected(RejectionReason.ALGORITHM, auto, none + "." + jwt().split("\\.", -1)[1] + ".AA");
        assertRejected(RejectionReason.MALFORMED, auto, none + "..");
        assertAsked(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "v1.local.abc", "a.b", "a.b.c", "a.b.c.d.e", "AAAA.AAAA.AAAA", "..", "a.b.c=="})
    void whatHasNotTheShapeOfAJwtIsAskedAbout(String token) {
        verify(verifier(rules()), token);
        assertAsked(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "v1.local.abc", "a.b.c.d.e"})
    void otherTokensAreRefusedWhereNobodyCanBeAsked(String token) {
        assertRejected(RejectionReason.MALFORMED, verifier(null), token);
    }

    @Test
    void everyTokenIsAskedAboutWhereThatIsConfigured() {
        TokenVerifier asking = verifier(rules(), builder -> builder.form(TokenForm.INTROSPECTION));
        verify(asking, jwt());
        verify(asking, TOKEN);
        server.json("{\"active\":false}");
        assertRejected(RejectionReason.INACTIVE, asking, jwt());
        assertAsked(3);
    }

    @Test
    void theJwtsOfAnIssuerThatMustBeAskedAreAskedAbout() {
        TokenVerifier asking = verifier(
                rules(),
                builder -> builder.issuers(
                        List.of(TrustedIssuer.of(server.issuer()).withIntrospected(true))));
        verify(asking, jwt());
        assertAsked(1);
        assertRejected(
                RejectionReason.ISSUER,
                asking,
                server.sign(server.key, "at+jwt", server.members(it -> it.add("iss", "https://other.example"))));
        String none = Base64Url.encode("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
        assertRejected(RejectionReason.MALFORMED, asking, none + "..");
        assertAsked(1);
    }

    @Test
    void onlyAnIssuerThatCanBeAskedIsAsked() {
        ResourceServerConfiguration.Builder builder = ResourceServerConfiguration.builder(
                ResourceIdentifier.of(AskedServer.RESOURCE), List.of(server.issuer()));
        builder.issuers(List.of(TrustedIssuer.of(server.issuer()).withIntrospected(true)));
        assertThrows(ConfigurationException.class, builder::build);
        builder.issuers(List.of(
                        TrustedIssuer.of(server.issuer()),
                        TrustedIssuer.of(Issuer.of("https://other.example")).withIntrospected(true)))
                .introspection(rules());
        assertThrows(ConfigurationException.class, builder::build);
    }

    @Test
    void answersAreRememberedWhereThatIsConfiguredUntilTheTokenIsRevoked() {
        TokenVerifier remembering = verifier(rules().withCache(10, Duration.ofMinutes(1)));
        verify(remembering, TOKEN);
        server.json("{\"active\":false}");
        verify(remembering, TOKEN);
        assertAsked(1);
        remembering.forget(new TokenRevoked.ByToken(Secret.of(TOKEN)));
        assertRejected(RejectionReason.INACTIVE, remembering, TOKEN);
        assertAsked(2);
    }
}
