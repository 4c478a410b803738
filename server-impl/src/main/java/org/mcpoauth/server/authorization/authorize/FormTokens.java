package org.mcpoauth.server.authorization.authorize;

import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Tokens against forged forms. Each is a digest over the browser's cookie, which no other site can read,
 * the page and the request; so nothing has to be stored.
 */
final class FormTokens {
    /** The login form. */
    static final String LOGIN = "login";
    /** The consent form. */
    static final String CONSENT = "consent";
    /** The form before a login upstream. */
    static final String UPSTREAM = "upstream";

    /** The login form before the code of a device. */
    static final String DEVICE_LOGIN = "device-login";
    /** The form before a login upstream as somebody else, and before the code of a device. */
    static final String DEVICE_SWITCH = "device-switch";
    /** The form for the code of a device. */
    static final String DEVICE_CODE = "device-code";
    /** The form about a device; the scopes follow. */
    static final String DEVICE_CONSENT = "device-consent ";

    private FormTokens() {}

    static String of(String cookie, String page, String interaction) {
        return Sha256.base64Url(cookie + "." + page + "." + interaction);
    }

    static boolean isGenuine(String presented, String cookie, String page, String interaction) {
        return Secret.of(of(cookie, page, interaction)).matches(presented);
    }
}
