package org.mcpoauth.spi.support.http;

import java.security.Security;
import org.jspecify.annotations.Nullable;

/**
 * Whether the JVM keeps the addresses of a name for a while. Without that, a name could have one
 * address when it is judged and another one when the connection is made (DNS rebinding).
 */
final class DnsCache {
    static final String PROPERTY = "networkaddress.cache.ttl";
    private static final String FALLBACK = "sun.net.inetaddr.ttl";

    private DnsCache() {}

    static boolean isOn() {
        return isOn(Security.getProperty(PROPERTY), System.getProperty(FALLBACK));
    }

    // The JVM reads the first value that is a number; with none it keeps addresses for 30 seconds
    static boolean isOn(@Nullable String securityProperty, @Nullable String systemProperty) {
        Integer seconds = number(securityProperty);
        if (seconds == null) {
            seconds = number(systemProperty);
        }
        return seconds == null || seconds != 0;
    }

    private static @Nullable Integer number(@Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
