package org.mcpoauth.server.resource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * One key of the ring that protects {@code requestState}: AES-256-GCM under a key derived from a
 * configured secret by HKDF-SHA256 (RFC 5869, without salt). The identifier of the key is public.
 */
final class RequestStateKey {
    static final int ID_LENGTH = 4;

    private static final byte[] INFO = "mcp-oauth request-state v1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID_LABEL = "mcp-oauth request-state key id".getBytes(StandardCharsets.US_ASCII);
    private static final String HMAC = "HmacSHA256";
    private static final int HASH_LENGTH = 32;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final byte[] id;

    RequestStateKey(byte[] secret) {
        byte[] derived = hkdf(secret);
        this.key = new SecretKeySpec(derived, "AES");
        this.id = Arrays.copyOf(Sha256.digest(concat(ID_LABEL, derived)), ID_LENGTH);
    }

    byte[] id() {
        return id.clone();
    }

    boolean hasId(byte[] other) {
        return Arrays.equals(id, other);
    }

    byte[] seal(byte[] nonce, byte[] associated, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, nonce, associated).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM cannot seal", e);
        }
    }

    /** Opens a sealed text; empty if it was changed. */
    Optional<byte[]> open(byte[] nonce, byte[] associated, byte[] sealed) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, associated).doFinal(sealed));
        } catch (AEADBadTagException changed) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM cannot open", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] associated) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }

    /** One block of output is all that AES-256 needs. */
    private static byte[] hkdf(byte[] secret) {
        byte[] pseudoRandomKey = hmac(new byte[HASH_LENGTH], secret);
        return hmac(pseudoRandomKey, concat(INFO, new byte[] {1}));
    }

    private static byte[] hmac(byte[] hmacKey, byte[] data) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(hmacKey, HMAC));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
