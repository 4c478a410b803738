package org.mcpoauth.server.authorization.device;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.RandomIds;

/**
 * The code a device asks with: the digest of its user code, which names the state of its grant, a dot and 256
 * random bits. The device knows both, so that neither gives the other away.
 *
 * @param id names the state
 * @param secret proves that the code is genuine
 */
public record DeviceCode(String id, Secret secret) {
    private static final int PART = 43;

    /** Makes the code that goes with a user code. */
    static DeviceCode of(UserCode userCode, RandomIds random) {
        return new DeviceCode(userCode.id(), Secret.of(random.next()));
    }

    /**
     * Reads what a device sent.
     *
     * @param text any text
     * @return the code, empty if that is none
     */
    public static Optional<DeviceCode> parse(String text) {
        return text.length() == PART + 1 + PART && text.charAt(PART) == '.'
                ? Optional.of(new DeviceCode(text.substring(0, PART), Secret.of(text.substring(PART + 1))))
                : Optional.empty();
    }

    String text() {
        return id + "." + secret.reveal();
    }

    /** Gives the type only. */
    @Override
    public String toString() {
        return "DeviceCode";
    }
}
