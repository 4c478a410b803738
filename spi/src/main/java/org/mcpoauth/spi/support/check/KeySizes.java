package org.mcpoauth.spi.support.check;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.math.BigInteger;
import java.util.Objects;
import java.util.stream.Stream;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;

/** RFC 7518, section 3.3: an RSA key of less than 2048 bits is left out, and the tokens it signed are refused. */
final class KeySizes implements IssuerRule {
    private static final int LEAST_BITS = 2048;

    @Override
    public Stream<Finding> findings(IssuerAnswers answers, ResourceServerConfiguration resource) {
        long weak = Stream.ofNullable(answers.keySet())
                .map(set -> set.get("keys"))
                .filter(JsonArray.class::isInstance)
                .flatMap(keys -> keys.asJsonArray().stream())
                .filter(JsonObject.class::isInstance)
                .filter(key -> isWeak(key.asJsonObject()))
                .count();
        return weak == 0
                ? Stream.empty()
                : Stream.of(new Finding(
                        "MCPO4685",
                        "authorization-servers",
                        weak + " of the keys of " + answers.issuer() + " are RSA keys of less than " + LEAST_BITS
                                + " bits: their tokens are refused; give the authorization server longer keys"));
    }

    private static boolean isWeak(JsonObject key) {
        return key.get("n") instanceof JsonString modulus && bits(Objects.requireNonNull(modulus)) < LEAST_BITS;
    }

    /** What is no number is no weak key either. */
    private static int bits(JsonString modulus) {
        try {
            return new BigInteger(1, Base64Url.decode(modulus.getString())).bitLength();
        } catch (MalformedException unusable) {
            return LEAST_BITS;
        }
    }
}
