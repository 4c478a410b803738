package org.mcpoauth.server.authorization.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.jose.JwtTimes;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Checks the assertions of {@code private_key_jwt} (RFC 7523, section 3; draft-ietf-oauth-rfc7523bis): the
 * client is issuer and subject, this issuer is the only audience, the end is near, and none is taken
 * twice.
 */
public final class ClientAssertions {
    /** How long an assertion may live at most. */
    public static final Duration MAX_LIFETIME = Duration.ofMinutes(10);

    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final String NAMESPACE = "client-assertion";
    private static final StateEntry SEEN = StateEntry.of("seen");
    private static final int MAX_ID = 1024;

    private final Issuer issuer;
    private final ClientKeys keys;
    private final StateStore store;
    private final InstantSource clock;
    private final JwsParser parser;
    private final JwsVerifier verifier;
    private final JwtTimes times;

    /**
     * Makes the check.
     *
     * @param issuer the only audience
     * @param keys finds the keys of clients
     * @param store remembers the assertions that were used
     * @param clock what time it is
     * @param json reads assertions
     * @param signatures checks signatures
     */
    public ClientAssertions(
            Issuer issuer,
            ClientKeys keys,
            StateStore store,
            InstantSource clock,
            StrictJson json,
            JcaSignatures signatures) {
        this.issuer = issuer;
        this.keys = keys;
        this.store = store;
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

    /** Whether an assertion authenticates a client; it then does so once only. */
    boolean accept(Client client, Secret assertion) {
        try {
            CompactJws jws = parser.parse(assertion.reveal());
            JwtClaims claims = parser.claims(jws);
            return isFor(client, claims) && isSigned(client, jws) && isFirst(client, claims);
        } catch (MalformedException e) {
            return false;
        }
    }

    private boolean isFor(Client client, JwtClaims claims) throws MalformedException {
        Instant latestEnd = clock.instant().plus(MAX_LIFETIME).plus(SKEW);
        return client.clientId().equals(claims.text("iss"))
                && client.clientId().equals(claims.text("sub"))
                && claims.audience().equals(List.of(issuer.value()))
                && claims.requiredText("jti").length() <= MAX_ID
                && times.check(claims) == JwtTimes.Verdict.VALID
                && !claims.requiredTime("exp").isAfter(latestEnd);
    }

    private boolean isSigned(Client client, CompactJws jws) throws MalformedException {
        JwsAlgorithm algorithm = verifier.algorithm(jws.header());
        boolean isRegistered = client.metadata()
                .tokenEndpointAuthSigningAlg()
                .map(algorithm.wireName()::equals)
                .orElse(true);
        return isRegistered
                && verifier.verify(
                        jws,
                        keys.keys(client.metadata()).candidates(jws.header().keyId(), algorithm));
    }

    private boolean isFirst(Client client, JwtClaims claims) throws MalformedException {
        // the two parts are hashed apart, so that no boundary can be moved
        String id = Sha256.base64Url(client.clientId()) + Sha256.base64Url(claims.requiredText("jti"));
        Duration left =
                Duration.between(clock.instant(), claims.requiredTime("exp").plus(SKEW));
        return store.putIfAbsent(new StateKey(NAMESPACE, id), SEEN, left.plusMillis(1));
    }

    /**
     * The algorithms assertions may be signed with.
     *
     * @return the algorithms
     */
    public static Set<JwsAlgorithm> algorithms() {
        return JwsAlgorithm.all();
    }
}
