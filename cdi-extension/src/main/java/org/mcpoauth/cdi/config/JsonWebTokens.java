package org.mcpoauth.cdi.config;

import org.eclipse.microprofile.config.Config;

/** Whether the beans of MicroProfile JWT are made here. */
public enum JsonWebTokens {
    /** Where the application brings the API itself, so that no server makes them. */
    AUTO,
    /** Wherever the API is; they win over those of a server. */
    ON,
    /** Never. */
    OFF;

    /**
     * Reads the key.
     *
     * @param config where it is
     * @return what it says; a value that is none of these is told by {@link #requireDecided}
     */
    public static JsonWebTokens read(Config config) {
        return read(Settings.of(config, new Problems()));
    }

    /**
     * Refuses a value that is none of these.
     *
     * @param config where the key is
     * @throws org.mcpoauth.api.error.ConfigurationException if the value is no choice
     */
    public static void requireDecided(Config config) {
        Problems problems = new Problems();
        read(Settings.of(config, problems));
        problems.throwIfAny();
    }

    private static JsonWebTokens read(Settings settings) {
        return settings.choice(ConfigurationKey.JSON_WEB_TOKEN, JsonWebTokens.class)
                .orElse(AUTO);
    }
}
