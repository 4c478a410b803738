package org.mcpoauth.api.client;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;

/**
 * A device authorization response (RFC 8628, section 3.2).
 *
 * @param deviceCode the code to poll the token endpoint with
 * @param userCode the code the user types; shown to the user and nobody else
 * @param verificationUri where the user types it
 * @param verificationUriComplete the same with the code in it, or {@code null}
 * @param lifetime how long both codes live
 * @param interval the least time between two polls; 5 seconds when the server did not say
 */
public record DeviceAuthorization(
        Secret deviceCode,
        Secret userCode,
        URI verificationUri,
        @Nullable URI verificationUriComplete,
        Duration lifetime,
        Duration interval) {

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if lifetime or interval is not positive
     */
    public DeviceAuthorization {
        Objects.requireNonNull(deviceCode, "deviceCode");
        Objects.requireNonNull(userCode, "userCode");
        Objects.requireNonNull(verificationUri, "verificationUri");
        if (lifetime.isNegative() || lifetime.isZero() || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("lifetime and interval must be positive");
        }
    }

    /** Gives the page where the user types the code, not the codes. */
    @Override
    public String toString() {
        return "DeviceAuthorization[verificationUri=" + verificationUri + ", lifetime=" + lifetime + "]";
    }
}
