package org.mcpoauth.cdi.config;

import org.eclipse.microprofile.config.Config;

/**
 * What an operator is told, from {@code mcp.oauth.*}.
 *
 * @param startupCheck what becomes of that which a look at the configuration finds
 * @param events whether CDI events are fired for audit
 * @param metrics whether anything is measured where OpenTelemetry is
 * @param health whether readiness is told where MicroProfile Health is
 */
public record ObservationSettings(StartupCheck startupCheck, boolean events, boolean metrics, boolean health) {

    /** What becomes of that which a look at the configuration at the start finds. */
    public enum StartupCheck {
        /** Nobody looks. */
        OFF,
        /** It is logged, after the start. */
        WARN,
        /** It ends the start, unless a proxy in front may make it right. */
        FAIL
    }

    /**
     * Reads the keys when they have been checked.
     *
     * @param config where they are
     * @return what they say; a value that is none counts as absent
     */
    public static ObservationSettings read(Config config) {
        return read(Settings.of(config, new Problems()));
    }

    static ObservationSettings read(Settings settings) {
        return new ObservationSettings(
                settings.choice(ConfigurationKey.STARTUP_CHECK, StartupCheck.class)
                        .orElse(StartupCheck.WARN),
                settings.flag(ConfigurationKey.EVENTS_ENABLED).orElse(true),
                settings.flag(ConfigurationKey.METRICS_ENABLED).orElse(true),
                settings.flag(ConfigurationKey.HEALTH_ENABLED).orElse(true));
    }
}
