package org.mcpoauth.samples.authorization;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.mcpoauth.api.Secret;

/**
 * A user with the PBKDF2 digest of the password.
 *
 * @param name the name
 * @param iterations how expensive the digest is
 * @param salt makes equal passwords different, in Base64
 * @param digest the digest, in Base64
 */
record StoredUser(String name, int iterations, String salt, String digest) {
    private static final int PARTS = 4;
    private static final int BITS = 256;

    static StoredUser parse(String line) {
        String[] parts = line.split(":", PARTS);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("sample.users: not name:iterations:salt:digest");
        }
        return new StoredUser(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3]);
    }

    boolean hasPassword(Secret password) {
        PBEKeySpec spec = new PBEKeySpec(
                password.reveal().toCharArray(), Base64.getDecoder().decode(salt), iterations, BITS);
        try {
            byte[] presented = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return MessageDigest.isEqual(Base64.getDecoder().decode(digest), presented);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2", e);
        } finally {
            spec.clearPassword();
        }
    }
}
