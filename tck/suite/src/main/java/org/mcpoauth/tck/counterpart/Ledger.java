package org.mcpoauth.tck.counterpart;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The secrets that peers handed out, so that it can be told whether one turns up in a wrong place. */
public final class Ledger {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    /** An empty ledger. */
    public Ledger() {}

    /**
     * A new secret, which nobody can guess and which is recognised anywhere.
     *
     * @param kind the beginning of its text
     * @return the secret
     */
    public String issue(String kind) {
        String secret = name(kind);
        secrets.add(secret);
        return secret;
    }

    /**
     * A new name, which is no secret, and which nothing else has.
     *
     * @param kind the beginning of its text
     * @return the name
     */
    public static String name(String kind) {
        byte[] octets = new byte[16];
        RANDOM.nextBytes(octets);
        return kind + "-" + HexFormat.of().formatHex(octets);
    }

    /**
     * Adds a secret that somebody else made, such as a code verifier.
     *
     * @param secret the secret; an empty text is left out
     */
    public void add(String secret) {
        if (!secret.isEmpty()) {
            secrets.add(secret);
        }
    }

    /**
     * Whether a text has one of the secrets in it.
     *
     * @param text any text
     * @return whether it gives a secret away
     */
    public boolean isShownIn(String text) {
        return secrets.stream().anyMatch(text::contains);
    }

    /**
     * Whether a request has one of the secrets in it.
     *
     * @param request any request
     * @return whether it gives a secret away
     */
    public boolean isShownIn(Request request) {
        return secrets.stream().anyMatch(request::shows);
    }
}
