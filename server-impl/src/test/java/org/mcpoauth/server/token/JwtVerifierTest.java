package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/** Structure, header, issuer, key and signature of an access token (RFC 9068, section 4; RFC 8725). */
class JwtVerifierTest extends VerifierFixture {
    private static String withHeader(String token, String header) {
        String[] parts = token.split("\\.", -1);
        return Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + "." + parts[1] + "." + parts[2];
    }

    private String withExtraHeader(String members) {
        return withHeader(
                issuer.token(),
                "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\""
                        + issuer.key().verificationKey().keyId() + "\"," + members + "}");
    }

    @Test
    void anAcceptedTokenTellsWhoMayDoWhat() {
        String text = issuer.token(claims -> claims.add("groups", JSON.array(List.of("staff")))
                .add("aud", JSON.array(List.of("https://other.example", TestIssuer.RESOURCE))));
        VerifiedToken token = verify(lenient, text);
        assertEquals(new TokenPrincipal("client", issuer.issuer(), "alice"), token.principal());
        assertEquals(Scopes.of("mcp:tools"), token.scopes());
        assertEquals(Set.of("staff", "mcp:tools"), token.roles());
        assertEquals(clock.instant().plusSeconds(600), token.expiresAt());
        assertEquals(List.of("https://other.example", TestIssuer.RESOURCE), token.audience());
        assertNull(token.confirmation());
    }

    @ParameterizedTest
    @EnumSource
    void everyAsymmetricAlgorithmIsVerified(JwsAlgorithm algorithm) {
        SigningKey key = SigningKey.generate(algorithm);
        issuer.publishKeys(List.of(key));
        String token = JwsSigner.ofTokens(JSON, JcaSignatures.platform(), key, "at+jwt")
                .sign(issuer.claims().build());
        assertEquals("alice", verify(strict, token).principal().getName());
    }

    @Nested
    class Structure {
        @ParameterizedTest
        @ValueSource(strings = {"a", "a.b", "..", "a.b.c.d", "a.b.c.d.e", "a.b.", ".b.c", "a b.c.d", "%.%.%"})
        void whatIsNoCompactJwsIsMalformed(String token) {
            assertRejected(RejectionReason.MALFORMED, lenient, token);
        }

        @Test
        void aTokenAboveTheLimitIsTooLarge() {
            assertRejected(RejectionReason.TOO_LARGE, lenient, "a".repeat(1 << 20));
        }

        // RFC 7515, section 2: base64url without padding; one text per token
        @Test
        void aSecondSpellingOfATokenIsMalformed() {
            String token = issuer.token();
            assertRejected(RejectionReason.MALFORMED, lenient, token + "=");
            assertRejected(RejectionReason.MALFORMED, lenient, token.replaceFirst("\\.", "=."));
            assertRejected(RejectionReason.MALFORMED, lenient, token + "\n");
        }

        @Test
        void repeatedClaimsAreMalformed() {
            String claims = JSON.write(issuer.claims().build());
            String repeated = claims.substring(0, claims.length() - 1) + ",\"aud\":\"x\"}";
            String token = JwsSigner.ofTokens(JSON, JcaSignatures.platform(), issuer.key(), "at+jwt")
                    .sign(repeated.getBytes(StandardCharsets.UTF_8));
            assertRejected(RejectionReason.MALFORMED, lenient, token);
        }

        // RFC 7516: five parts are refused before any cryptography
        @Test
        void anEncryptedTokenIsMalformed() {
            String header = Base64Url.encode(
                    "{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647}".getBytes(StandardCharsets.UTF_8));
            assertRejected(RejectionReason.MALFORMED, lenient, header + ".a.a.a.a");
            assertEquals(0, transport.calls());
        }
    }

    @Nested
    class Header {
        // RFC 8725, section 3.1
        @ParameterizedTest
        @ValueSource(strings = {"none", "None", "NONE", "nOnE", "HS256", "HS512", "es256", "ES256K", "RSA-OAEP", "dir"})
        void anAlgorithmThatIsNotAllowedIsRefused(String algorithm) {
            assertRejected(
                    RejectionReason.ALGORITHM,
                    lenient,
                    withHeader(issuer.token(), "{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\"}"));
            assertEquals(0, transport.calls(), "no keys are fetched for it");
        }

        @Test
        void aMacWithThePublicKeyIsRefused() throws Exception {
            SigningKey rsa = SigningKey.generate(JwsAlgorithm.RS256);
            issuer.publishKeys(List.of(rsa));
            String input = Base64Url.encode("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8))
                    + "." + Base64Url.encode(JSON.writeBytes(issuer.claims().build()));
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(rsa.verificationKey().publicKey().getEncoded(), "HmacSHA256"));
            String forged = input + "." + Base64Url.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
            assertRejected(RejectionReason.ALGORITHM, lenient, forged);
        }

        @Test
        void aStrippedSignatureIsRefused() {
            String token = issuer.token();
            assertRejected(RejectionReason.MALFORMED, lenient, token.substring(0, token.lastIndexOf('.') + 1));
        }

        // RFC 7515, section 4.1.11; RFC 7797; RFC 8725, section 3.10
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"crit\":[\"exp\"]",
                    "\"crit\":[]",
                    "\"crit\":\"b64\"",
                    "\"crit\":[\"b64\"],\"b64\":false",
                    "\"b64\":true",
                    "\"zip\":\"DEF\"",
                    "\"cty\":\"JWT\"",
                    "\"jwk\":{\"kty\":\"EC\"}"
                })
        void membersThatChangeTheMeaningAreRefused(String members) {
            assertRejected(RejectionReason.HEADER, lenient, withExtraHeader(members));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"jku\":\"http://127.0.0.1:6666/keys\"",
                    "\"x5u\":\"http://127.0.0.1:6666/cert\"",
                    "\"x5c\":[\"AAAA\"]"
                })
        void placesOfKeysInATokenAreNeverAsked(String members) {
            assertRejected(RejectionReason.SIGNATURE, lenient, withExtraHeader(members));
            assertEquals(2, transport.calls(), "metadata and keys of the issuer only");
        }

        // RFC 9068, section 4; RFC 8725, section 3.11
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "dpop+jwt",
                    "id_token+jwt",
                    "logout+jwt",
                    "oauth-id-jag+jwt",
                    "client-authentication+jwt",
                    "oauth-authz-req+jwt",
                    "at",
                    "jwt+at",
                    "application/jwt+at"
                })
        void anotherKindOfJwtIsRefusedByBothProfiles(String type) {
            assertRejected(RejectionReason.TYPE, lenient, typed(type));
            assertRejected(RejectionReason.TYPE, strict, typed(type));
        }

        @ParameterizedTest
        @ValueSource(strings = {"at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"})
        void accessTokensAreTakenByBothProfiles(String type) {
            assertEquals("alice", verify(lenient, typed(type)).principal().subject());
            assertEquals("alice", verify(strict, typed(type)).principal().subject());
        }

        @Test
        void theStrictProfileTakesNoOtherType() {
            assertEquals("alice", verify(lenient, typed("JWT")).principal().subject());
            assertRejected(RejectionReason.TYPE, strict, typed("JWT"));
            String untyped = JwsSigner.ofTokens(JSON, JcaSignatures.platform(), issuer.key(), null)
                    .sign(issuer.claims().build());
            assertEquals("alice", verify(lenient, untyped).principal().subject());
            assertRejected(RejectionReason.TYPE, strict, untyped);
        }
    }

    @Nested
    class Issuers {
        @Test
        void anIssuerThatIsNotOnTheListIsRefusedAndNeverCalled() {
            assertRejected(RejectionReason.ISSUER, lenient, stranger.token());
            assertEquals(0, transport.calls());
        }

        // RFC 8414, section 2: issuers are compared as they stand
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://127.0.0.1:7000/tenant/",
                    "http://127.0.0.1:7000/Tenant",
                    "HTTP://127.0.0.1:7000/tenant",
                    "http://127.0.0.1:7000",
                    "http://127.0.0.1:7000/tenant?x",
                    ""
                })
        void anIssuerThatLooksAlikeIsRefused(String text) {
            String token = issuer.token(claims -> claims.add("iss", text));
            TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> verify(lenient, token));
            assertEquals(text.isEmpty() ? RejectionReason.CLAIMS : RejectionReason.ISSUER, e.reason());
        }

        @Test
        void aTokenOfAnotherIssuerSignedByItselfIsRefusedUnderOurName() {
            String forged = stranger.sign(
                    "at+jwt",
                    stranger.claims().add("iss", issuer.issuer().value()).build());
            assertRejected(RejectionReason.KEY, lenient, forged);
        }

        @Test
        void aMissingIssuerIsRefused() {
            assertRejected(RejectionReason.CLAIMS, lenient, issuer.token(claims -> claims.remove("iss")));
        }
    }

    @Nested
    class Signatures {
        private String withSignature(byte[] signature) {
            String token = issuer.token();
            return token.substring(0, token.lastIndexOf('.') + 1) + Base64Url.encode(signature);
        }

        @Test
        void aChangedClaimIsRefused() {
            String[] parts = issuer.token().split("\\.", -1);
            JsonObject claims = issuer.claims().add("sub", "root").build();
            assertRejected(
                    RejectionReason.SIGNATURE,
                    lenient,
                    parts[0] + "." + Base64Url.encode(JSON.writeBytes(claims)) + "." + parts[2]);
        }

        // CVE-2022-21449 and its kin: zeros, and lengths that are not those of the algorithm
        @Test
        void signaturesOfZerosAndWrongLengthsAreRefused() {
            for (int length : new int[] {1, 63, 64, 65, 70, 72, 128}) {
                assertRejected(RejectionReason.SIGNATURE, lenient, withSignature(new byte[length]));
            }
            byte[] ones = new byte[64];
            Arrays.fill(ones, (byte) 0xff);
            assertRejected(RejectionReason.SIGNATURE, lenient, withSignature(ones));
        }

        @Test
        void aWeakKeyOfTheSetDoesNotVerifyAndDisablesNoOther() throws NoSuchAlgorithmException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            RSAPublicKey weak = (RSAPublicKey) generator.generateKeyPair().getPublic();
            String n = Base64Url.encode(Arrays.copyOfRange(weak.getModulus().toByteArray(), 1, 129));
            transport.json(
                    issuer.keysUrl(),
                    JSON.write(JSON.object()
                            .add(
                                    "keys",
                                    JSON.array()
                                            .add(JSON.object()
                                                    .add("kty", "RSA")
                                                    .add("n", n)
                                                    .add("e", "AQAB"))
                                            .add(JSON.object().add("kty", "oct").add("k", "AAAA"))
                                            .add(org.mcpoauth.spi.support.jose.Jwk.write(
                                                    issuer.key().verificationKey(), JSON)))
                            .build()));
            assertEquals("alice", verify(lenient, issuer.token()).principal().subject());
        }
    }

    @Test
    void algorithmsMustBeKnown() {
        assertThrows(
                ConfigurationException.class,
                () -> verifier(it -> it.token(TokenRules.DEFAULT.withAlgorithms(Set.of("XS256")))));
    }

    @Test
    void anAlgorithmThatIsNotConfiguredIsRefused() {
        assertRejected(
                RejectionReason.ALGORITHM,
                verifier(it -> it.token(TokenRules.DEFAULT.withAlgorithms(Set.of("RS256")))),
                issuer.token());
    }
}
