package org.mcpoauth.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.JwsSigner;

/**
 * Tokens of one issuer that differ in {@code jti}. A million of them shall not take longer to make than to
 * judge: nothing is made anew but that claim and, for the good ones, the signature. Thread-safe.
 */
final class DistinctTokens {
    private static final String MARK = "jti-of-this-one";

    private final JwsSigner signer;
    private final String claimsBefore;
    private final String claimsBehind;
    private final String header;
    private final String signature;
    private final AtomicInteger next = new AtomicInteger();

    DistinctTokens(Fixture fixture) {
        this.signer = fixture.signer();
        String claims = fixture.claimsText(it -> it.add("jti", MARK));
        int mark = claims.indexOf(MARK);
        this.claimsBefore = claims.substring(0, mark);
        this.claimsBehind = claims.substring(mark + MARK.length());
        String good = good();
        this.header = good.substring(0, good.indexOf('.') + 1);
        this.signature = good.substring(good.lastIndexOf('.'));
    }

    /** One that is valid. */
    String good() {
        return signer.sign(claims());
    }

    /** One of an impostor who puts a signature of the issuer under claims of his own: all of it must be checked. */
    String hostile() {
        return header + Base64Url.encode(claims()) + signature;
    }

    private byte[] claims() {
        String text = claimsBefore + "distinct-" + next.getAndIncrement() + claimsBehind;
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
