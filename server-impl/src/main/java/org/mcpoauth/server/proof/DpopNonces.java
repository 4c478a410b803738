package org.mcpoauth.server.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.store.SharedSecrets;

/**
 * Nonces that a server wants in DPoP proofs (RFC 9449, sections 8 and 9), so that a proof cannot be made
 * long before its use. A nonce is an HMAC over the time window and the server it is for: nothing is
 * stored, and nodes with the same keys accept each other's. Those of the current and of the previous
 * window are accepted, so that a nonce lives for two and a half to five minutes. Thread-safe.
 */
public final class DpopNonces {
    /** How long a nonce is handed out. */
    static final Duration WINDOW = Duration.ofSeconds(150);

    private static final String HMAC = "HmacSHA256";
    private static final byte[] LABEL = "mcp-oauth dpop-nonce v1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_LENGTH = 32;
    // the verifier that checks nonces and the guard that hands them out are made apart
    private static final SecretKeySpec PROCESS_KEY = new SecretKeySpec(new RandomIds().bytes(KEY_LENGTH), HMAC);

    private final Changing<List<SecretKeySpec>> keys;
    private final byte[] audience;
    private final InstantSource clock;

    /**
     * Nonces of one server.
     *
     * @param keys the first makes nonces, all check them; empty for a key of this process
     * @param audience the server they are for
     * @param clock what time it is
     */
    public DpopNonces(Changing<List<Secret>> keys, String audience, InstantSource clock) {
        this.keys = keys.map(DpopNonces::orOfProcess);
        this.audience = audience.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    /**
     * Nonces that all nodes take which share a store.
     *
     * @param keys as they are configured; empty for those of the store, or of this process if it has the store alone
     * @param store the store of the nodes
     * @param audience the server they are for
     * @param clock what time it is
     * @throws org.mcpoauth.api.error.ConfigurationException if none are configured, and the store is shared and has none
     */
    public static DpopNonces of(Changing<List<Secret>> keys, StateStore store, String audience, InstantSource clock) {
        Changing<List<Secret>> common =
                keys.current().isEmpty() ? SharedSecrets.of(store, "dpop-nonce", "dpop.nonce-keys") : keys;
        return new DpopNonces(common, audience, clock);
    }

    private static List<SecretKeySpec> orOfProcess(List<Secret> keys) {
        return keys.isEmpty()
                ? List.of(PROCESS_KEY)
                : keys.stream().map(DpopNonces::key).toList();
    }

    /** The nonce to hand out now. */
    public String current() {
        return nonce(keys.current().get(0), window());
    }

    /** Whether a client that uses this nonce needs no other yet. */
    public boolean isCurrent(String nonce) {
        return Secret.of(current()).matches(nonce);
    }

    /** Whether a proof with this nonce is fresh. */
    public boolean accepts(String nonce) {
        long window = window();
        return keys.current().stream()
                .flatMap(key -> LongStream.rangeClosed(window - 1, window).mapToObj(each -> nonce(key, each)))
                .anyMatch(good -> Secret.of(good).matches(nonce));
    }

    private long window() {
        return clock.instant().getEpochSecond() / WINDOW.toSeconds();
    }

    private String nonce(SecretKeySpec key, long window) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(LABEL);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(window).array());
            return Base64Url.encode(mac.doFinal(audience));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    private static SecretKeySpec key(Secret secret) {
        return new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), HMAC);
    }
}
