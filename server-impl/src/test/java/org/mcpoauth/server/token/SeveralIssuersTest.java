package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.resource.KeySetCaching;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/**
 * Several authorization servers for one resource (RFC 9728, section 2, {@code authorization_servers}): what
 * one may do says nothing about another (RFC 8725, sections 3.1, 3.8 and 3.9).
 */
class SeveralIssuersTest {
    private volatile List<VerificationKey> inFile = List.of();
    private final MovableClock clock = new MovableClock();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final TestIssuer one = new TestIssuer("http://127.0.0.1:7001", transport, clock);
    private final TestIssuer two = new TestIssuer("http://127.0.0.1:7002/tenant", transport, clock);
    private final TrustedIssuer trustedOne = TrustedIssuer.of(one.issuer());
    private final TrustedIssuer trustedTwo = TrustedIssuer.of(two.issuer());

    private TokenVerifier verifier(TrustedIssuer... issuers) {
        return verifier(TokenRules.DEFAULT, issuers);
    }

    private TokenVerifier verifier(TokenRules rules, TrustedIssuer... issuers) {
        return verifier(rules, TokenCacheLimits.OFF, issuers);
    }

    private TokenVerifier verifier(TokenRules rules, TokenCacheLimits memory, TrustedIssuer... issuers) {
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(TestIssuer.RESOURCE), List.of())
                .issuers(List.of(issuers))
                .token(rules)
                .tokenCache(memory)
                .build();
        return new JwtVerifierFactory().verifier(configuration, TestIssuer.services(transport, clock, Runnable::run));
    }

    private static void assertAccepted(TokenVerifier verifier, TestIssuer issuer, String token) {
        assertEquals(
                issuer.issuer(),
                VerifierFixture.verify(verifier, token).principal().issuer());
    }

    private static void assertRejected(RejectionReason reason, TokenVerifier verifier, String token) {
        VerifierFixture.assertRejected(reason, verifier, token);
    }

    private static String signed(TestIssuer issuer, SigningKey key) {
        return JwsSigner.ofTokens(VerifierFixture.JSON, JcaSignatures.platform(), key, "at+jwt")
                .sign(issuer.claims().build());
    }

    private static VerificationKey pinned(SigningKey key) {
        org.mcpoauth.spi.support.jose.VerificationKey own = key.verificationKey();
        return new VerificationKey(
                own.publicKey(), String.valueOf(own.keyId()), key.algorithm().wireName());
    }

    @Test
    void tokensOfEachAreAccepted() {
        TokenVerifier verifier = verifier(trustedOne, trustedTwo);
        assertAccepted(verifier, one, one.token());
        assertAccepted(verifier, two, two.token());
    }

    @Nested
    class Keys {
        @Test
        void aKeyOfOneNeverVerifiesATokenOfTheOther() {
            TokenVerifier verifier = verifier(trustedOne, trustedTwo);
            assertRejected(RejectionReason.KEY, verifier, signed(one, two.key()));
            assertRejected(RejectionReason.KEY, verifier, signed(two, one.key()));
        }

        @Test
        void anEqualKeyIdentifierDoesNotHelp() throws Exception {
            SigningKey real = SigningKey.generate(JwsAlgorithm.ES256);
            SigningKey other = SigningKey.generate(JwsAlgorithm.ES256);
            SigningKey namesake = SigningKey.of(
                    other.privateKey(),
                    other.verificationKey().publicKey(),
                    real.verificationKey().keyId(),
                    JwsAlgorithm.ES256);
            one.publishKeys(List.of(real));
            two.publishKeys(List.of(namesake));
            TokenVerifier verifier = verifier(trustedOne, trustedTwo);
            assertAccepted(verifier, one, signed(one, real));
            assertAccepted(verifier, two, signed(two, namesake));
            assertRejected(RejectionReason.SIGNATURE, verifier, signed(one, namesake));
            assertRejected(RejectionReason.SIGNATURE, verifier, signed(two, real));
        }

        @Test
        void anIssuerThatIsDownDoesNotDisturbTheOther() {
            transport.breakDown(one.metadataUrl());
            TokenVerifier verifier = verifier(trustedOne, trustedTwo);
            assertThrows(TransportException.class, () -> VerifierFixture.verify(verifier, one.token()));
            assertAccepted(verifier, two, two.token());
        }

        @Test
        void unknownKeysOfOneDoNotUseUpTheRefetchOfTheOther() {
            TokenVerifier verifier = verifier(trustedOne, trustedTwo);
            assertAccepted(verifier, one, one.token());
            assertAccepted(verifier, two, two.token());
            clock.move(Duration.ofSeconds(30));
            for (int i = 0; i < 10; i++) {
                one.rotate();
                assertThrows(TokenRejectedException.class, () -> VerifierFixture.verify(verifier, one.token()));
            }
            two.rotate();
            two.publish();
            assertAccepted(verifier, two, two.token());
            assertEquals(2, transport.calls(one.keysUrl()));
        }

        @Test
        void eachHasAPlaceOfItsOwn() {
            URI place = URI.create("http://127.0.0.1:7003/keys-of-one");
            transport.json(place, TestIssuer.keySet(List.of(one.key())));
            transport.breakDown(one.metadataUrl());
            TokenVerifier verifier = verifier(trustedOne.withJwksUrl(place), trustedTwo);
            assertAccepted(verifier, one, one.token());
            assertAccepted(verifier, two, two.token());
            assertEquals(0, transport.calls(one.metadataUrl()));
            assertEquals(1, transport.calls(two.metadataUrl()));
        }
    }

    @Nested
    class StaticKeys {
        @Test
        void noCallIsMadeWhateverTheTokenNames() {
            TokenVerifier verifier = verifier(trustedOne.withKeys(List.of(pinned(one.key()))));
            assertAccepted(verifier, one, one.token());
            one.rotate();
            one.publish();
            assertRejected(RejectionReason.KEY, verifier, one.token());
            clock.move(Duration.ofDays(2));
            assertRejected(RejectionReason.KEY, verifier, one.token());
            assertEquals(0, transport.calls());
        }

        /** Keys in a file that is exchanged while the resource is at work. */
        @Test
        void theyAreThoseOfNowAndATokenOfAKeyThatIsGoneIsForgotten() {
            SigningKey next = SigningKey.generate(JwsAlgorithm.ES256);
            inFile = List.of(pinned(one.key()));
            TokenVerifier verifier =
                    verifier(TokenRules.DEFAULT, TokenCacheLimits.DEFAULT, trustedOne.withKeys(() -> inFile));
            String old = one.token();
            assertAccepted(verifier, one, old);
            assertRejected(RejectionReason.KEY, verifier, signed(one, next));
            inFile = List.of(pinned(one.key()), pinned(next));
            assertAccepted(verifier, one, signed(one, next));
            assertAccepted(verifier, one, old);
            inFile = List.of(pinned(next));
            assertRejected(RejectionReason.KEY, verifier, old);
            assertAccepted(verifier, one, signed(one, next));
            assertEquals(0, transport.calls());
        }

        @Test
        void theyAreOfTheirIssuerAlone() {
            TokenVerifier verifier = verifier(trustedOne.withKeys(List.of(pinned(one.key()))), trustedTwo);
            assertAccepted(verifier, two, two.token());
            assertRejected(RejectionReason.KEY, verifier, signed(two, one.key()));
            assertRejected(RejectionReason.KEY, verifier, signed(one, two.key()));
        }

        @Test
        void aTokenWithoutKeyIdentifierIsTriedWithThoseThatFit() {
            SigningKey second = SigningKey.generate(JwsAlgorithm.ES256);
            TokenVerifier verifier = verifier(trustedOne.withKeys(List.of(pinned(second), pinned(one.key()))));
            assertAccepted(verifier, one, one.token());
            assertAccepted(verifier, one, signed(one, second));
        }

        @Test
        void aKeyServesItsOwnAlgorithmOnly() {
            SigningKey rs = SigningKey.generate(JwsAlgorithm.RS256);
            VerificationKey forPs = new VerificationKey(
                    rs.verificationKey().publicKey(),
                    String.valueOf(rs.verificationKey().keyId()),
                    "PS256");
            assertRejected(RejectionReason.KEY, verifier(trustedOne.withKeys(List.of(forPs))), signed(one, rs));
        }

        @ParameterizedTest
        @ValueSource(strings = {"HS256", "none", "XS256", "", "es256", "RS256", "ES384"})
        void aKeyForAnotherAlgorithmStopsTheStart(String algorithm) {
            VerificationKey key =
                    new VerificationKey(one.key().verificationKey().publicKey(), "k", algorithm);
            assertThrows(ConfigurationException.class, () -> verifier(trustedOne.withKeys(List.of(key))));
        }

        @Test
        void aWeakKeyStopsTheStart() throws NoSuchAlgorithmException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            KeyPair weak = generator.generateKeyPair();
            VerificationKey key = new VerificationKey(weak.getPublic(), "k", "RS256");
            assertThrows(ConfigurationException.class, () -> verifier(trustedOne.withKeys(List.of(key))));
        }
    }

    @Nested
    class Algorithms {
        private final SigningKey rsa = SigningKey.generate(JwsAlgorithm.RS256);

        // RFC 8725, section 3.1: the algorithm belongs to the key and its issuer
        @Test
        void anAlgorithmThatOnlyTheOtherMayUseIsRefused() {
            one.publishKeys(List.of(one.key(), rsa));
            two.publishKeys(List.of(two.key(), rsa));
            TokenVerifier verifier =
                    verifier(trustedOne.withAlgorithms(Set.of("RS256")), trustedTwo.withAlgorithms(Set.of("ES256")));
            assertRejected(RejectionReason.ALGORITHM, verifier, one.token());
            assertRejected(RejectionReason.ALGORITHM, verifier, signed(two, rsa));
            assertEquals(0, transport.calls(), "no keys are fetched for it");
            assertAccepted(verifier, one, signed(one, rsa));
            assertAccepted(verifier, two, two.token());
        }

        @Test
        void anIssuerWithoutListHasThatOfTheResource() {
            one.publishKeys(List.of(rsa));
            two.publishKeys(List.of(two.key(), rsa));
            TokenVerifier verifier = verifier(
                    TokenRules.DEFAULT.withAlgorithms(Set.of("ES256")),
                    trustedOne.withAlgorithms(Set.of("RS256")),
                    trustedTwo);
            assertAccepted(verifier, one, signed(one, rsa));
            assertAccepted(verifier, two, two.token());
            assertRejected(RejectionReason.ALGORITHM, verifier, signed(two, rsa));
        }

        @ParameterizedTest
        @ValueSource(strings = {"HS256", "HS512", "none", "None"})
        void aListWithASymmetricOneStopsTheStart(String algorithm) {
            assertThrows(ConfigurationException.class, () -> trustedOne.withAlgorithms(Set.of("ES256", algorithm)));
        }

        @Test
        void aListOfUnknownOnesStopsTheStart() {
            assertThrows(
                    ConfigurationException.class,
                    () -> verifier(trustedTwo, trustedOne.withAlgorithms(Set.of("XS256"))));
        }
    }

    @Nested
    class Audiences {
        private String of(TestIssuer issuer, String audience) {
            return issuer.token(claims -> claims.add("aud", audience));
        }

        // RFC 8725, section 3.9
        @Test
        void anAudienceOfOneIsNotAcceptedFromTheOther() {
            TokenVerifier verifier = verifier(
                    trustedOne.withAudiences(List.of("api://one")), trustedTwo.withAudiences(List.of("api://two")));
            assertAccepted(verifier, one, of(one, "api://one"));
            assertAccepted(verifier, two, of(two, "api://two"));
            assertRejected(RejectionReason.AUDIENCE, verifier, of(one, "api://two"));
            assertRejected(RejectionReason.AUDIENCE, verifier, of(two, "api://one"));
            assertRejected(RejectionReason.AUDIENCE, verifier, one.token());
        }

        @Test
        void anIssuerWithoutListHasThatOfTheResource() {
            TokenVerifier verifier = verifier(trustedOne.withAudiences(List.of("api://one")), trustedTwo);
            assertAccepted(verifier, two, two.token());
            assertRejected(RejectionReason.AUDIENCE, verifier, of(two, "api://one"));
        }
    }

    /** What cannot be meant stops the start, not the first request. */
    @Nested
    class Configuration {
        private void assertRefused(TrustedIssuer... issuers) {
            ResourceServerConfiguration.Builder builder = ResourceServerConfiguration.builder(
                            ResourceIdentifier.of(TestIssuer.RESOURCE), List.of())
                    .issuers(List.of(issuers));
            assertThrows(ConfigurationException.class, builder::build);
        }

        @Test
        void atLeastOneIssuerIsNeeded() {
            assertRefused();
        }

        @Test
        void anIssuerIsNamedOnce() {
            assertRefused(trustedOne, trustedTwo, trustedOne.withAudiences(List.of("api://one")));
        }

        // RFC 8414, section 2: issuers are compared as they stand
        @Test
        void issuersThatDifferInOneCharacterAreTwo() {
            TestIssuer slash = new TestIssuer("http://127.0.0.1:7002/tenant/", transport, clock);
            TokenVerifier verifier = verifier(
                    trustedTwo.withJwksUrl(two.keysUrl()),
                    TrustedIssuer.of(slash.issuer()).withJwksUrl(slash.keysUrl()));
            assertAccepted(verifier, two, two.token());
            assertAccepted(verifier, slash, slash.token());
            assertRejected(RejectionReason.KEY, verifier, signed(two, slash.key()));
        }

        @Test
        void keysAndThePlaceOfKeysExcludeEachOther() {
            TrustedIssuer pinned = trustedOne.withKeys(List.of(pinned(one.key())));
            assertThrows(ConfigurationException.class, () -> pinned.withJwksUrl(one.keysUrl()));
        }

        @Test
        void intervalsArePositiveAndASetLivesAtLeastUntilItsRefresh() {
            Duration hour = Duration.ofHours(1);
            Duration second = Duration.ofSeconds(1);
            assertThrows(ConfigurationException.class, () -> new KeySetCaching(Duration.ZERO, second, hour));
            assertThrows(ConfigurationException.class, () -> new KeySetCaching(hour, second.negated(), hour));
            assertThrows(ConfigurationException.class, () -> new KeySetCaching(hour, second, hour.minusNanos(1)));
        }

        @Test
        void anIssuerIsAnHttpUrl() {
            assertThrows(IllegalArgumentException.class, () -> Issuer.of("urn:example:issuer"));
        }
    }
}
