package org.mcpoauth.spi.support.jose;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * One key of a ring: AES-256-GCM under a key derived from a secret by HKDF-SHA256 (RFC 5869, without salt, the purpose
 * as info). The identifier of the key is public.
 */
final class SealingKey {
    static final int ID_LENGTH = 4;
    static final int NONCE_LENGTH = 12;
    static final int TAG_LENGTH = 16;

    private static final String OURS = "mcp-oauth ";
    private static final String HMAC = "HmacSHA256";
    private static final int HASH_LENGTH = 32;

    private final byte[] pseudoRandomKey;
    private final SecretKeySpec key;
    private final byte[] id;

    SealingKey(byte[] secret, String purpose) {
        this.pseudoRandomKey = hmac(new byte[HASH_LENGTH], secret);
        byte[] derived = expanded(OURS + purpose + " v1");
        this.key = new SecretKeySpec(derived, "AES");
        this.id = Arrays.copyOf(Sha256.digest(labelled(OURS + purpose + " key id", derived)), ID_LENGTH);
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
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_LENGTH, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }

    /** A secret for another purpose than sealing; no ring has that one. */
    Secret secret(String purpose) {
        return Secret.of(Base64Url.encode(expanded(OURS + "shared secret " + purpose + " v1")));
    }

    /** One block of output is all that AES-256 needs. */
    private byte[] expanded(String info) {
        return hmac(pseudoRandomKey, labelled(info, new byte[] {1}));
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

    private static byte[] labelled(String label, byte[] bytes) {
        byte[] text = label.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(text.length + bytes.length)
                .put(text)
                .put(bytes)
                .array();
    }
}
