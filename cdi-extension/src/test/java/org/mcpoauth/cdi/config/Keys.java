package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.function.Executable;
import org.mcpoauth.api.error.ConfigurationException;

/** Configurations out of nothing but given keys. */
final class Keys {
    private Keys() {}

    static Config config(Map<String, String> keys) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .build();
    }

    /** The lines of the only message about all problems. */
    static List<String> problems(Executable reading) {
        ConfigurationException refused = assertThrows(ConfigurationException.class, reading);
        return Arrays.asList(String.valueOf(refused.getMessage()).split("\n", -1));
    }
}
