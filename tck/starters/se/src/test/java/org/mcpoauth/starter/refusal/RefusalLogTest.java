package org.mcpoauth.starter.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** The log names the check that failed; the error for the wire is always the same (RFC 6750, section 3.1). */
class RefusalLogTest {
    private static final String RESOURCE = "https://mcp.example/mcp";
    private static final String ISSUER = "https://as.example";
    private static final StrictJson JSON = StrictJson.create();

    private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
    private final Instant now = Clock.systemUTC().instant();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("org.mcpoauth.server.token");
    private final Handler handler = new Recorder();
    private final McpOAuthRuntime runtime = McpOAuthRuntime.create();

    private final class Recorder extends Handler {
        @Override
        public void publish(LogRecord logged) {
            lines.add(logged.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        logger.setLevel(Level.FINE);
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        runtime.close();
    }

    private TokenVerifier verifier() {
        VerificationKey published = new VerificationKey(
                key.verificationKey().publicKey(),
                String.valueOf(key.verificationKey().keyId()),
                "ES256");
        TrustedIssuer trusted = TrustedIssuer.of(Issuer.of(ISSUER)).withKeys(List.of(published));
        return runtime.verifier(
                ResourceServerConfiguration.builder(ResourceIdentifier.of(RESOURCE), List.of(Issuer.of(ISSUER)))
                        .issuers(List.of(trusted))
                        .build());
    }

    private String token(SigningKey by, String type, UnaryOperator<JsonObjectBuilder> change) {
        JsonObjectBuilder claims = JSON.object()
                .add("iss", ISSUER)
                .add("aud", RESOURCE)
                .add("sub", "alice")
                .add("exp", now.getEpochSecond() + 600);
        return JwsSigner.ofTokens(JSON, JcaSignatures.platform(), by, type)
                .sign(change.apply(claims).build());
    }

    private void assertTold(String reason, String token) {
        assertTold(reason, verifier(), PresentedToken.bearer(token, "POST", URI.create(RESOURCE)));
    }

    private void assertTold(String reason, TokenVerifier verifier, PresentedToken presented) {
        lines.clear();
        TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> verifier.verify(presented));
        String token = presented.token().reveal();
        assertEquals(ErrorCode.INVALID_TOKEN, e.error());
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("MCPO4001 token rejected: " + reason)),
                () -> reason + " is not in " + lines);
        String middle = token.substring(token.length() / 3, token.length() / 2);
        assertFalse(lines.stream().anyMatch(line -> line.contains(middle)), "no text of the token");
    }

    @Test
    void theLogNamesTheCheckThatFailed() {
        String good = token(key, "at+jwt", it -> it);
        verifier().verify(PresentedToken.bearer(good, "POST", URI.create(RESOURCE)));
        SigningKey stranger = SigningKey.generate(JwsAlgorithm.ES256);

        assertTold("TOO_LARGE", good + "A".repeat(16 << 10));
        assertTold("MALFORMED", good + ".more");
        // {"alg":"none"}
        assertTold("ALGORITHM", "eyJhbGciOiJub25lIn0" + good.substring(good.indexOf('.')));
        assertTold("TYPE", token(key, "dpop+jwt", it -> it));
        assertTold("ISSUER", token(key, "at+jwt", it -> it.add("iss", "https://other.example")));
        assertTold("KEY", token(stranger, "at+jwt", it -> it));
        assertTold("AUDIENCE", token(key, "at+jwt", it -> it.add("aud", "https://other.example")));
        assertTold("EXPIRED", token(key, "at+jwt", it -> it.add("exp", 1)));
        assertTold("CLAIMS", token(key, "at+jwt", it -> it.remove("exp")));
        assertTold("SIGNATURE", good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(86));
    }

    // MicroProfile JWT 2.1, "Mapping MP-JWT Tokens to Jakarta EE Container APIs"
    @Test
    void theLogTellsThatTheContainerKnowsNobodyOrSomebodyElse() {
        TokenVerifier verifier = runtime.verifier(
                ResourceServerConfiguration.builder(ResourceIdentifier.of(RESOURCE), List.of(Issuer.of(ISSUER)))
                        .form(TokenForm.CONTAINER)
                        .containerTokens(request -> null)
                        .build());
        Secret mine = Secret.of(token(key, "at+jwt", it -> it));
        Secret other = Secret.of(token(key, "at+jwt", it -> it.add("sub", "bob")));
        assertTold("CONTAINER the container has authenticated nobody", verifier, presented(mine, null));
        assertTold("CONTAINER the container has authenticated by another", verifier, presented(mine, other));
    }

    private static PresentedToken presented(Secret token, @Nullable Secret containerToken) {
        return new PresentedToken(
                PresentedToken.Scheme.BEARER, token, "POST", URI.create(RESOURCE), List.of(), null, containerToken);
    }
}
