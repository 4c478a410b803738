package org.mcpoauth.spi.client;

import org.mcpoauth.api.client.DeviceAuthorization;

/**
 * Shows a user what to type on another device (RFC 8628, section 3.3).
 *
 * <p>Safe for use by several threads.
 */
@FunctionalInterface
public interface DeviceAgent {

    /**
     * Shows the page and the code and comes back; the answer is waited for afterwards.
     *
     * @param authorization what to show; the user code is for this user and nobody else, the device code for nobody
     * @throws org.mcpoauth.api.error.AuthorizationRequiredException if nobody can be asked now
     */
    void show(DeviceAuthorization authorization);
}
