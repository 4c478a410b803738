package org.mcpoauth.benchmarks;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The floor: nothing but the check of the signature, by one {@link Signature} or {@link Mac} that is
 * initialised once, over octets that are decoded once. It verifies one token only, again and again.
 */
final class RawContender implements Contender {
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private final String name;
    private final @Nullable String provider;

    RawContender(String name, @Nullable String provider) {
        this.name = name;
        this.provider = provider;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean supports(Algorithm algorithm) {
        return true;
    }

    @Override
    public Verification verification(Fixture fixture) throws GeneralSecurityException {
        return switch (fixture.algorithm()) {
            case HS256 -> new LastToken(mac(fixture), it -> it);
            case ES256 -> new LastToken(signature(fixture), RawContender::der);
            case RS256, PS256, EDDSA -> new LastToken(signature(fixture), it -> it);
        };
    }

    private interface Check {
        boolean test(byte[] input, byte[] signature) throws GeneralSecurityException;
    }

    /** Takes a token apart when it differs from the one before. */
    private static final class LastToken implements Verification {
        private final Check check;
        private final UnaryOperator<byte[]> form;
        private String token = "";
        private byte[] input = {};
        private byte[] signature = {};

        LastToken(Check check, UnaryOperator<byte[]> form) {
            this.check = check;
            this.form = form;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // only the same object is surely the same token without looking
        public Object verify(String presented) throws GeneralSecurityException {
            if (presented != token) {
                int end = presented.lastIndexOf('.');
                input = presented.substring(0, end).getBytes(StandardCharsets.US_ASCII);
                signature = form.apply(Base64.getUrlDecoder().decode(presented.substring(end + 1)));
                token = presented;
            }
            if (!check.test(input, signature)) {
                throw new SecurityException("refused");
            }
            return input;
        }
    }

    private Check mac(Fixture fixture) throws GeneralSecurityException {
        Provider named = provider();
        Mac mac = named == null ? Mac.getInstance("HmacSHA256") : Mac.getInstance("HmacSHA256", named);
        mac.init(new SecretKeySpec(fixture.secret(), "HmacSHA256"));
        return (input, signature) -> MessageDigest.isEqual(mac.doFinal(input), signature);
    }

    private Check signature(Fixture fixture) throws GeneralSecurityException {
        Signature verifier = instance(fixture.algorithm());
        verifier.initVerify(fixture.publicKey());
        return (input, signature) -> {
            verifier.update(input);
            return verifier.verify(signature);
        };
    }

    private Signature instance(Algorithm algorithm) throws GeneralSecurityException {
        String jca = switch (algorithm) {
            case RS256 -> "SHA256withRSA";
            case PS256 -> "RSASSA-PSS";
            case ES256 -> "SHA256withECDSA";
            case EDDSA -> "Ed25519";
            case HS256 -> throw new IllegalArgumentException("a MAC");
        };
        Provider named = provider();
        Signature signature = named == null ? Signature.getInstance(jca) : Signature.getInstance(jca, named);
        if (algorithm == Algorithm.PS256) {
            signature.setParameter(PSS);
        }
        return signature;
    }

    private @Nullable Provider provider() {
        return provider == null ? null : Security.getProvider(provider);
    }

    /** The DER form of two halves of 32 octets. */
    private static byte[] der(byte[] signature) {
        byte[] r = new BigInteger(1, signature, 0, 32).toByteArray();
        byte[] s = new BigInteger(1, signature, 32, 32).toByteArray();
        byte[] der = new byte[6 + r.length + s.length];
        der[0] = 0x30;
        der[1] = (byte) (4 + r.length + s.length);
        der[2] = 0x02;
        der[3] = (byte) r.length;
        System.arraycopy(r, 0, der, 4, r.length);
        der[4 + r.length] = 0x02;
        der[5 + r.length] = (byte) s.length;
        System.arraycopy(s, 0, der, 6 + r.length, s.length);
        return der;
    }
}
