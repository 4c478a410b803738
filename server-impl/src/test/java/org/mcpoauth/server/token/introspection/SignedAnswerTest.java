package org.mcpoauth.server.token.introspection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.resource.IntrospectionRules.ResponseForm;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** Introspection responses that are JWTs (RFC 9701, section 5; RFC 8725, section 3). */
class SignedAnswerTest extends IntrospectionFixture {
    private static final StrictJson JSON = StrictJson.create();
    private static final String TYPE = "token-introspection+jwt";

    private TokenVerifier verifier;

    @BeforeEach
    void start() {
        verifier = verifier(rules().withResponse(ResponseForm.JWT));
    }

    private String good() {
        return server.sign(server.key, TYPE, server.signedAnswer());
    }

    private void assertSaysNothing(UnaryOperator<JsonObjectBuilder> change) {
        server.jwt(server.sign(server.key, TYPE, change.apply(server.signedAnswer())));
        assertUnknown(verifier);
    }

    @ParameterizedTest
    @ValueSource(strings = {TYPE, "application/token-introspection+jwt", "Token-Introspection+JWT"})
    void aSignedAnswerIsTaken(String type) {
        server.jwt(server.sign(server.key, type, server.signedAnswer()));
        assertEquals("alice", verify(verifier, TOKEN).principal().subject());
    }

    @Test
    void theRulesForTheTokenAreTheSame() {
        server.jwt(server.sign(
                server.key,
                TYPE,
                server.signedAnswer()
                        .add("token_introspection", server.members(it -> it.add("aud", "https://other.example")))));
        assertRejected(RejectionReason.AUDIENCE, verifier, TOKEN);
        server.jwt(server.sign(
                server.key,
                TYPE,
                server.signedAnswer().add("token_introspection", JSON.object().add("active", false))));
        assertRejected(RejectionReason.INACTIVE, verifier, TOKEN);
    }

    @Test
    void aPlainAnswerIsNeverTakenInstead() {
        server.json(server.active(it -> it));
        assertUnknown(verifier);
        server.jwt(server.active(it -> it));
        assertUnknown(verifier);
    }

    @Test
    void aSignedAnswerUnderThePlainMediaTypeIsNotTaken() {
        server.json(good());
        assertUnknown(verifier);
    }

    // section 8.1: an access token of the issuer is no answer, and an answer is no access token
    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "JWT", "jwt", "secevent+jwt", "dpop+jwt"})
    void anotherKindOfJwtIsNoAnswer(String type) {
        server.jwt(server.sign(server.key, type, server.signedAnswer()));
        assertUnknown(verifier);
    }

    @Test
    void aJwtWithoutTypeIsNoAnswer() {
        server.jwt(server.sign(server.key, null, server.signedAnswer()));
        assertUnknown(verifier);
    }

    @Test
    void anAnswerIsNoAccessToken() {
        String answer = server.sign(
                server.key, TYPE, server.members(it -> it).add("token_introspection", server.members(it -> it)));
        assertRejected(RejectionReason.TYPE, verifier, answer);
        assertEquals(0, server.questions());
    }

    @Test
    void anAnswerOfAnotherIssuerSaysNothing() {
        assertSaysNothing(it -> it.add("iss", "https://other.example"));
        assertSaysNothing(it -> it.remove("iss"));
    }

    @Test
    void anAnswerForAnotherResourceSaysNothing() {
        assertSaysNothing(it -> it.add("aud", "another resource"));
        assertSaysNothing(it -> it.add("aud", JSON.array(List.of("a", "b"))));
        assertSaysNothing(it -> it.remove("aud"));
    }

    @Test
    void anOldAnswerSaysNothing() {
        long now = clock.instant().getEpochSecond();
        assertSaysNothing(it -> it.add("iat", now - 330));
        assertSaysNothing(it -> it.add("iat", now + 31));
        assertSaysNothing(it -> it.remove("iat"));
        server.jwt(server.sign(server.key, TYPE, server.signedAnswer().add("iat", now - 329)));
        verify(verifier, TOKEN);
    }

    @Test
    void anAnswerWithoutContentSaysNothing() {
        assertSaysNothing(it -> it.remove("token_introspection"));
        assertSaysNothing(it -> it.add("token_introspection", "active"));
        assertSaysNothing(it -> it.remove("token_introspection").add("active", true));
        assertSaysNothing(it -> it.add("token_introspection", server.members(inner -> inner.add("active", "true"))));
    }

    @Test
    void anAnswerOfAnotherKeySaysNothing() {
        SigningKey stranger = SigningKey.generate(JwsAlgorithm.ES256);
        server.jwt(server.sign(stranger, TYPE, server.signedAnswer()));
        assertUnknown(verifier);
        String forged = good().substring(0, good().lastIndexOf('.') + 1) + Base64Url.encode(new byte[64]);
        server.jwt(forged);
        assertUnknown(verifier);
    }

    @Test
    void anUnsignedAnswerSaysNothing() {
        String claims = good().split("\\.", -1)[1];
        server.jwt(encoded("{\"alg\":\"none\",\"typ\":\"" + TYPE + "\"}") + "." + claims + ".");
        assertUnknown(verifier);
        server.jwt(encoded("{\"alg\":\"none\",\"typ\":\"" + TYPE + "\"}") + "." + claims + ".AA");
        assertUnknown(verifier);
    }

    @Test
    void aMacWithTheSecretOfTheResourceSaysNothing() throws Exception {
        String input = encoded("{\"alg\":\"HS256\",\"typ\":\"" + TYPE + "\"}") + "." + good().split("\\.", -1)[1];
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        server.jwt(input + "." + Base64Url.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII))));
        assertUnknown(verifier);
    }

    @Test
    void anAlgorithmThatIsNotAllowedSaysNothing() {
        TokenVerifier rsaOnly = verifier(
                rules().withResponse(ResponseForm.JWT),
                builder -> builder.token(TokenRules.DEFAULT.withAlgorithms(Set.of("RS256"))));
        server.jwt(good());
        assertUnknown(rsaOnly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "a.b.c.d.e", "e30.e30.AA", "\n"})
    void whatIsNoJwtSaysNothing(String body) {
        server.jwt(body);
        assertUnknown(verifier);
    }

    @Test
    void anAnswerWithSomethingBehindItSaysNothing() {
        server.jwt(good() + "\n");
        assertUnknown(verifier);
    }

    /** What a key that was stolen said is not believed any longer than the key; tokens that it signed neither. */
    @Test
    void whatAKeySignedIsForgottenWhenTheKeyIsGone() {
        SigningKey next = SigningKey.generate(JwsAlgorithm.ES256);
        Exchanged<List<VerificationKey>> keys = new Exchanged<>(List.of(pinned(server.key)));
        TokenVerifier remembering = verifier(
                rules().withResponse(ResponseForm.JWT).withCache(10, Duration.ofMinutes(5)),
                builder -> builder.issuers(
                        List.of(TrustedIssuer.of(server.issuer()).withKeys(keys))));
        String jwt = server.sign(server.key, "at+jwt", server.members(it -> it));
        server.jwt(good());
        verify(remembering, TOKEN);
        verify(remembering, TOKEN);
        verify(remembering, jwt);
        assertEquals(1, server.questions());

        keys.set(List.of(pinned(server.key), pinned(next)));
        verify(remembering, TOKEN);
        assertEquals(1, server.questions(), "a key more takes nothing back");

        keys.set(List.of(pinned(next)));
        assertUnknown(remembering);
        assertRejected(RejectionReason.KEY, remembering, jwt);
        server.jwt(server.sign(next, TYPE, server.signedAnswer()));
        verify(remembering, TOKEN);
    }

    /** The next token may be one that is remembered, whichever of the two ways it goes. */
    @Test
    void theFirstTokenAfterwardsMayBeAJwt() {
        Exchanged<List<VerificationKey>> keys = new Exchanged<>(List.of(pinned(server.key)));
        TokenVerifier remembering = verifier(
                rules().withResponse(ResponseForm.JWT).withCache(10, Duration.ofMinutes(5)),
                builder -> builder.issuers(
                        List.of(TrustedIssuer.of(server.issuer()).withKeys(keys))));
        String jwt = server.sign(server.key, "at+jwt", server.members(it -> it));
        server.jwt(good());
        verify(remembering, TOKEN);
        verify(remembering, jwt);
        keys.set(List.of(pinned(SigningKey.generate(JwsAlgorithm.ES256))));
        assertRejected(RejectionReason.KEY, remembering, jwt);
        assertUnknown(remembering);
    }

    private static VerificationKey pinned(SigningKey key) {
        return new VerificationKey(
                key.verificationKey().publicKey(),
                String.valueOf(key.verificationKey().keyId()),
                key.algorithm().wireName());
    }

    private static String encoded(String header) {
        return Base64Url.encode(header.getBytes(StandardCharsets.US_ASCII));
    }
}
