package org.mcpoauth.spi.support.jose;

import java.math.BigInteger;
import java.util.stream.IntStream;

/**
 * Recognises RSA keys of a generator whose primes have the form {@code k * M + (65537^a mod M)} and
 * which can be factored (CVE-2017-15361): their modulus is a power of 65537 modulo every small prime.
 * A sound key looks so about once in 2^27 times.
 */
final class Roca {
    private static final int GENERATOR = 65537;
    private static final int[] PRIMES = IntStream.rangeClosed(3, 167)
            .filter(n -> BigInteger.valueOf(n).isProbablePrime(20))
            .toArray();

    private Roca() {}

    static boolean isSuspect(BigInteger modulus) {
        return IntStream.of(PRIMES).allMatch(prime -> isPowerOfGenerator(modulus, prime));
    }

    private static boolean isPowerOfGenerator(BigInteger modulus, int prime) {
        int residue = modulus.mod(BigInteger.valueOf(prime)).intValue();
        int power = 1;
        do {
            if (power == residue) {
                return true;
            }
            power = power * (GENERATOR % prime) % prime;
        } while (power != 1);
        return false;
    }
}
