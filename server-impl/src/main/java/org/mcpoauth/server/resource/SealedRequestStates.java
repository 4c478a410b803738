package org.mcpoauth.server.resource;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Seals {@code requestState} (MCP 2026-07-28, "Multi Round-Trip Requests") as {@code v1.} and base64url
 * of key identifier, nonce and AES-256-GCM text. Prefix and key identifier are authenticated too.
 */
final class SealedRequestStates implements RequestStateCodec {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.resource");
    private static final String PREFIX = "v1.";
    private static final byte[] CONTEXT = PREFIX.getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_STATE = 8192;
    private static final int MAX_TEXT = 128 << 10;
    private static final JsonLimits LIMITS = new JsonLimits(MAX_TEXT, 2, 16, MAX_TEXT, 32);

    private final StrictJson json;
    private final RequestStateKeys keys;
    private final RequestStateEnvelope envelope;
    private final InstantSource clock;
    private final Duration ttl;
    private final AtomicBoolean isWarned;

    SealedRequestStates(
            StrictJson json, RequestStateKeys keys, RequestStateEnvelope envelope, InstantSource clock, Duration ttl) {
        this(json, keys, envelope, clock, ttl, new AtomicBoolean());
    }

    private SealedRequestStates(
            StrictJson json,
            RequestStateKeys keys,
            RequestStateEnvelope envelope,
            InstantSource clock,
            Duration ttl,
            AtomicBoolean isWarned) {
        this.json = json;
        this.keys = keys;
        this.envelope = envelope;
        this.clock = clock;
        this.ttl = ttl;
        this.isWarned = isWarned;
    }

    @Override
    public RequestStateCodec forKey(@Nullable Confirmation key) {
        if (!envelope.isKeyBound()) {
            return this;
        }
        RequestStateEnvelope bound = envelope.forKey(key == null ? null : key.jwkThumbprint());
        return new SealedRequestStates(json, keys, bound, clock, ttl, isWarned);
    }

    @Override
    public String seal(Origin origin, String state) {
        if (state.length() > MAX_STATE) {
            throw new IllegalArgumentException("state: more than " + MAX_STATE + " characters");
        }
        keys.requireCommon();
        warnOnce();
        byte[] plain = json.writeBytes(envelope.write(origin, state, clock.instant(), ttl));
        return PREFIX + Base64Url.encode(keys.ring().seal(CONTEXT, plain));
    }

    @Override
    public Optional<String> open(Origin origin, String requestState) {
        try {
            Optional<JsonObject> opened = unsealed(requestState);
            if (opened.isEmpty()) {
                return refused("SEAL");
            }
            Optional<String> fault = envelope.fault(opened.get(), origin, clock.instant());
            return fault.isPresent()
                    ? refused(fault.get())
                    : Optional.of(opened.get().getString("s"));
        } catch (MalformedException e) {
            return refused("MALFORMED");
        }
    }

    private Optional<JsonObject> unsealed(String text) throws MalformedException {
        if (!text.startsWith(PREFIX) || text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        byte[] bytes = Base64Url.decode(text, PREFIX.length(), text.length());
        Optional<byte[]> plain = keys.ring().open(CONTEXT, bytes);
        return plain.isEmpty() ? Optional.empty() : Optional.of(json.readObject(plain.get(), LIMITS));
    }

    private static Optional<String> refused(String reason) {
        LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4110 requestState refused: " + reason);
        return Optional.empty();
    }

    private void warnOnce() {
        if (keys.isOfProcess() && isWarned.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MCPO4111 no request-state.keys are configured: states end with this process and are not"
                            + " understood by other nodes");
        }
    }
}
