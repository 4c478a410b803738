package org.mcpoauth.spi.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.ResourceServerConfiguration;

/** What a resource needs, and cannot have, whose container answers for signatures (RFC 9068, section 4). */
class ContainerRulesTest {
    private static final Issuer ISSUER = Issuer.of("https://as.example");

    private final ResourceServerConfiguration.Builder builder = ResourceServerConfiguration.builder(
                    ResourceIdentifier.of("https://mcp.example/mcp"), List.of(ISSUER))
            .form(TokenForm.CONTAINER)
            .containerTokens(request -> null);

    private void assertRefused(String key, String message) {
        ConfigurationException e = assertThrows(ConfigurationException.class, builder::build);
        assertEquals(key, e.key());
        assertTrue(String.valueOf(e.getMessage()).contains(message), e::getMessage);
    }

    @Test
    void aSourceOfTokensIsEnough() {
        assertEquals(TokenForm.CONTAINER, builder.build().form());
    }

    @Test
    void withoutASourceOfTokensNothingStarts() {
        builder.containerTokens(null);
        assertRefused("verifier", "the API of MicroProfile JWT is not there");
    }

    /** A container does not say whose key it was: one issuer could write tokens of another. */
    @Test
    void severalIssuersAreRefused() {
        builder.issuers(List.of(TrustedIssuer.of(ISSUER), TrustedIssuer.of(Issuer.of("https://other.example"))));
        assertRefused("authorization-servers", "one issuer");
    }

    @Test
    void keysThatNobodyWouldReadAreRefused() {
        builder.issuers(List.of(TrustedIssuer.of(ISSUER).withJwksUrl(URI.create("https://as.example/jwks"))));
        assertRefused("jwks-url", "not read");
    }

    @Test
    void introspectionThatNobodyWouldAskIsRefused() {
        builder.introspection(
                IntrospectionRules.of(ISSUER, "mcp", new ClientAuthentication.ClientSecretBasic(Secret.of("s3cret"))));
        assertRefused("verifier", "never be asked");
    }
}
