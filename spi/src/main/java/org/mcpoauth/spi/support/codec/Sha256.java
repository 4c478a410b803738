package org.mcpoauth.spi.support.codec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of bytes and of texts in UTF-8. */
public final class Sha256 {
    private Sha256() {}

    /**
     * The digest of bytes.
     *
     * @param bytes any bytes
     * @return 32 bytes
     */
    public static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The digest of a text in base64url: a PKCE challenge, {@code ath}, a thumbprint.
     *
     * @param text any text
     * @return 43 characters
     */
    public static String base64Url(String text) {
        return Base64Url.encode(digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The digest of a text in lower-case hexadecimal.
     *
     * @param text any text
     * @return 64 characters
     */
    public static String hex(String text) {
        return HexFormat.of().formatHex(digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
