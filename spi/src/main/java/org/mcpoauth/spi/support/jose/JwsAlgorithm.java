package org.mcpoauth.spi.support.jose;

import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The signature algorithms with a public key (RFC 7518, section 3.1; RFC 8037, section 3.1; RFC 9864,
 * section 2.2). MACs are not among them: they are {@link HmacAlgorithm}, which nothing that takes a public key accepts.
 */
public enum JwsAlgorithm {
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256("RS256", KeyFamily.RSA, "SHA256withRSA", null),
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384("RS384", KeyFamily.RSA, "SHA384withRSA", null),
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512("RS512", KeyFamily.RSA, "SHA512withRSA", null),
    /** RSASSA-PSS with SHA-256. */
    PS256("PS256", KeyFamily.RSA, "RSASSA-PSS", pss("SHA-256", MGF1ParameterSpec.SHA256, 32)),
    /** RSASSA-PSS with SHA-384. */
    PS384("PS384", KeyFamily.RSA, "RSASSA-PSS", pss("SHA-384", MGF1ParameterSpec.SHA384, 48)),
    /** RSASSA-PSS with SHA-512. */
    PS512("PS512", KeyFamily.RSA, "RSASSA-PSS", pss("SHA-512", MGF1ParameterSpec.SHA512, 64)),
    /** ECDSA on P-256 with SHA-256. */
    ES256("ES256", KeyFamily.P_256, "SHA256withECDSA", null),
    /** ECDSA on P-384 with SHA-384. */
    ES384("ES384", KeyFamily.P_384, "SHA384withECDSA", null),
    /** ECDSA on P-521 with SHA-512. */
    ES512("ES512", KeyFamily.P_521, "SHA512withECDSA", null),
    /** EdDSA on Ed25519; on no other curve. */
    EDDSA("EdDSA", KeyFamily.ED25519, "Ed25519", null),
    /** The same under the name that says it all. */
    ED25519("Ed25519", KeyFamily.ED25519, "Ed25519", null);

    private static final Map<String, JwsAlgorithm> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(JwsAlgorithm::wireName, algorithm -> algorithm));

    private final String wireName;
    private final KeyFamily family;
    private final String jcaName;
    private final @Nullable PSSParameterSpec parameters;

    JwsAlgorithm(String wireName, KeyFamily family, String jcaName, @Nullable PSSParameterSpec parameters) {
        this.wireName = wireName;
        this.family = family;
        this.jcaName = jcaName;
        this.parameters = parameters;
    }

    /**
     * Finds an algorithm by its name in the {@code alg} member, compared exactly.
     *
     * @param wireName the name
     * @return the algorithm; empty for {@code none}, MACs and everything unknown
     */
    public static Optional<JwsAlgorithm> named(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    /**
     * All algorithms.
     *
     * @return a new set
     */
    public static Set<JwsAlgorithm> all() {
        return EnumSet.allOf(JwsAlgorithm.class);
    }

    /**
     * The name in the {@code alg} member.
     *
     * @return the name
     */
    public String wireName() {
        return wireName;
    }

    KeyFamily family() {
        return family;
    }

    String jcaName() {
        return jcaName;
    }

    @Nullable
    PSSParameterSpec parameters() {
        return parameters;
    }

    /** RFC 7518, section 3.5: the salt is as long as the hash, MGF1 uses the same hash. */
    private static PSSParameterSpec pss(String hash, MGF1ParameterSpec mask, int salt) {
        return new PSSParameterSpec(hash, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC);
    }
}
