package org.mcpoauth.server.authorization.device;

/**
 * A state with the text it was read from, which is what a compare-and-set expects to find.
 *
 * @param id names the state
 * @param state the state
 * @param text the stored text; holds no secret in the clear
 */
public record StoredDevice(String id, DeviceState state, String text) {

    /** Gives the type only. */
    @Override
    public String toString() {
        return "StoredDevice";
    }
}
