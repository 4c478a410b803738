package org.mcpoauth.server.authorization.assertion;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.server.token.KeyCandidates;
import org.mcpoauth.server.token.TrustedKeys;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Says whether a JWT is from one of the configured issuers, each with its own keys and algorithms (RFC 7523,
 * section 3; RFC 8725, section 3). What else the claims have to say is for the caller, who asks for the signature
 * last because it is dear. Thread-safe.
 */
public final class AssertionVerifier {
    private final JwsParser parser;
    private final Map<String, Trusted> issuers;

    private AssertionVerifier(JwsParser parser, Map<String, Trusted> issuers) {
        this.parser = parser;
        this.issuers = issuers;
    }

    private record Trusted(Issuer issuer, KeyCandidates keys, JwsVerifier signatures) {}

    /**
     * Makes a verifier.
     *
     * @param issuers whose JWTs are taken
     * @param keys finds their keys
     * @param signatures checks signatures
     * @param json reads JWTs
     * @return the verifier
     * @throws ConfigurationException if a configured key is unusable or an algorithm not known here
     */
    public static AssertionVerifier of(
            List<AssertionIssuer> issuers, TrustedKeys keys, JcaSignatures signatures, StrictJson json) {
        Map<String, Trusted> trusted = issuers.stream()
                .map(issuer -> new Trusted(
                        issuer.issuer(),
                        keys.of(issuer.issuer(), issuer.jwksUrl(), issuer.keys()),
                        new JwsVerifier(signatures, algorithms(issuer))))
                .collect(Collectors.toUnmodifiableMap(one -> one.issuer().value(), one -> one));
        return new AssertionVerifier(JwsParser.ofTokens(json), trusted);
    }

    /**
     * Takes a JWT apart. One that is encrypted is none.
     *
     * @param text what was presented
     * @return its parts
     * @throws MalformedException if it is no signed JWT within the limits
     */
    public PresentedAssertion read(Secret text) throws MalformedException {
        var jws = parser.parse(text.reveal());
        return new PresentedAssertion(jws, parser.claims(jws));
    }

    /**
     * Who a JWT says it is from.
     *
     * @param presented the JWT
     * @return a trusted issuer that may use this algorithm
     * @throws MalformedException if it is none
     */
    public Issuer requireTrusted(PresentedAssertion presented) throws MalformedException {
        Trusted trusted = trusted(presented);
        trusted.signatures().algorithm(presented.jws().header());
        return trusted.issuer();
    }

    /**
     * Checks the signature.
     *
     * @param presented the JWT
     * @throws MalformedException if no key of its issuer has made it
     * @throws org.mcpoauth.api.error.TransportException if the keys cannot be had now
     */
    public void requireSigned(PresentedAssertion presented) throws MalformedException {
        Trusted trusted = trusted(presented);
        var header = presented.jws().header();
        JwsAlgorithm algorithm = trusted.signatures().algorithm(header);
        var candidates = trusted.keys().candidates(header.keyId(), algorithm);
        if (!trusted.signatures().verify(presented.jws(), candidates)) {
            throw new MalformedException(Fault.KEY, "the signature is not of its issuer");
        }
    }

    private Trusted trusted(PresentedAssertion presented) throws MalformedException {
        return Optional.ofNullable(issuers.get(presented.claims().requiredText("iss")))
                .orElseThrow(() -> new MalformedException(Fault.CLAIM, "the issuer is not trusted"));
    }

    private static Set<JwsAlgorithm> algorithms(AssertionIssuer issuer) {
        Set<JwsAlgorithm> known = issuer.algorithms().stream()
                .map(JwsAlgorithm::named)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
        if (known.size() < issuer.algorithms().size()) {
            throw new ConfigurationException("assertion-issuer.<name>.algorithms", "names one that is not known here");
        }
        return known;
    }
}
