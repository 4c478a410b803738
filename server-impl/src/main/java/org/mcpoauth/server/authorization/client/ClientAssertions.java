package org.mcpoauth.server.authorization.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;
import org.mcpoauth.spi.support.jose.HmacVerifier;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.jose.JwtTimes;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Checks the assertions of {@code private_key_jwt} and {@code client_secret_jwt} (RFC 7523, section 3;
 * draft-ietf-oauth-rfc7523bis): the client is issuer and subject, this issuer is the only audience, the end is
 * near, and none is taken twice.
 */
public final class ClientAssertions {
    /** How long an assertion may live at most. */
    public static final Duration MAX_LIFETIME = Duration.ofMinutes(10);

    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int MAX_ID = 1024;

    // what an assertion of nobody is checked with, so that an unknown client costs the same
    private static final Secret DECOY = Secret.of("nobody has this secret".repeat(3));

    private final List<String> audiences;
    private final ClientKeys keys;
    private final ReadableSecrets secrets;
    private final SpentAssertions spent;
    private final InstantSource clock;
    private final JwsParser parser;
    private final JwsVerifier verifier;
    private final HmacVerifier macs = new HmacVerifier(Set.of(HmacAlgorithm.values()));
    private final JwtTimes times;

    /**
     * Makes the check.
     *
     * @param audiences of which an assertion has exactly one
     * @param keys finds the keys of clients
     * @param secrets finds their secrets
     * @param store remembers the assertions that were used
     * @param clock what time it is
     * @param json reads assertions
     * @param signatures checks signatures
     */
    public ClientAssertions(
            List<String> audiences,
            ClientKeys keys,
            ReadableSecrets secrets,
            StateStore store,
            InstantSource clock,
            StrictJson json,
            JcaSignatures signatures) {
        this.audiences = List.copyOf(audiences);
        this.keys = keys;
        this.secrets = secrets;
        this.spent = new SpentAssertions(store, clock);
        this.clock = clock;
        this.parser = JwsParser.ofTokens(json);
        this.verifier = new JwsVerifier(signatures, JwsAlgorithm.all());
        this.times = new JwtTimes(clock, SKEW);
    }

    /** Who an unverified assertion says it is from; empty when it cannot be read. */
    String claimedIssuer(Secret assertion) {
        try {
            return parser.claims(parser.parse(assertion.reveal())).requiredText("iss");
        } catch (MalformedException e) {
            return "";
        }
    }

    /** Takes the time that the assertion of a known client takes, as far as that does not depend on its keys. */
    void refuse(Secret assertion) {
        try {
            macs.verify(parser.parse(assertion.reveal()), DECOY);
        } catch (MalformedException e) {
            // it is refused anyway
        }
    }

    /** The use of an assertion that authenticates a client; empty if it does not. */
    Optional<AssertionUse> accept(Client client, Secret assertion, EndpointRequest request) {
        try {
            CompactJws jws = parser.parse(assertion.reveal());
            JwtClaims claims = parser.claims(jws);
            return isAssertion(jws) && isFor(client, claims) && isSigned(client, jws, request)
                    ? Optional.of(use(client, claims))
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** RFC 8725, section 3.11: no other kind of JWT that a client may have signed. */
    private static boolean isAssertion(CompactJws jws) {
        return jws.header().type() == null
                || jws.header().hasType("jwt")
                || jws.header().hasType("client-authentication+jwt");
    }

    private boolean isFor(Client client, JwtClaims claims) throws MalformedException {
        Instant latestEnd = clock.instant().plus(MAX_LIFETIME).plus(SKEW);
        return client.clientId().equals(claims.text("iss"))
                && client.clientId().equals(claims.text("sub"))
                && isForThisServer(claims.audience())
                && claims.requiredText("jti").length() <= MAX_ID
                && times.check(claims) == JwtTimes.Verdict.VALID
                && !claims.requiredTime("exp").isAfter(latestEnd);
    }

    /** One audience, no list of several: what another server may use too is not for this one. */
    private boolean isForThisServer(List<String> audience) {
        return audience.size() == 1 && audiences.contains(audience.get(0));
    }

    private boolean isSigned(Client client, CompactJws jws, EndpointRequest request) throws MalformedException {
        boolean isRegistered = client.metadata()
                .tokenEndpointAuthSigningAlg()
                .map(jws.header().algorithm()::equals)
                .orElse(true);
        boolean usesSecret = client.metadata().tokenEndpointAuthMethod().usesSharedSecret();
        return isRegistered && (usesSecret ? isOfSecret(client, jws) : isOfKey(client, jws, request));
    }

    private boolean isOfKey(Client client, CompactJws jws, EndpointRequest request) throws MalformedException {
        JwsAlgorithm algorithm = verifier.algorithm(jws.header());
        String keyId = jws.header().keyId();
        JwkSet set = keys.keys(
                client.metadata(), some -> !some.candidates(keyId, algorithm).isEmpty(), request);
        return verifier.verify(jws, set.candidates(keyId, algorithm));
    }

    private boolean isOfSecret(Client client, CompactJws jws) throws MalformedException {
        Optional<Secret> secret = secrets.of(client);
        return macs.verify(jws, secret.orElse(DECOY)) && secret.isPresent();
    }

    private AssertionUse use(Client client, JwtClaims claims) throws MalformedException {
        String jwtId = claims.requiredText("jti");
        Instant end = claims.requiredTime("exp").plus(SKEW);
        return () -> {
            Duration left = Duration.between(clock.instant(), end);
            // the clock may have passed the end since the times were checked
            return !left.isNegative() && spent.add(client, jwtId, left.plusMillis(1));
        };
    }

    /**
     * The algorithms that the assertions of a method may be signed with.
     *
     * @param method a method of client authentication
     * @return the names, always in one order; none for a method without assertions
     */
    public static List<String> algorithms(ClientAuthenticationMethod method) {
        if (method.equals(ClientAuthenticationMethod.PRIVATE_KEY_JWT)) {
            return JwsAlgorithm.all().stream()
                    .sorted()
                    .map(JwsAlgorithm::wireName)
                    .toList();
        }
        return method.equals(ClientAuthenticationMethod.CLIENT_SECRET_JWT)
                ? Stream.of(HmacAlgorithm.values()).map(HmacAlgorithm::wireName).toList()
                : List.of();
    }
}
