package org.mcpoauth.cdi.config;

import java.util.Optional;
import java.util.function.BiFunction;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * A part of a configuration that takes one value after the other from keys. A value that breaks a rule
 * is noted as a problem and left out, so that the rest is checked too. Not safe for use by several threads.
 */
final class Group<G> {
    private final Settings settings;
    private final String prefix;
    private G value;

    Group(Settings settings, String prefix, G defaults) {
        this.settings = settings;
        this.prefix = prefix;
        this.value = defaults;
    }

    /** Takes a value if there is one. */
    <T> void with(Optional<? extends T> configured, BiFunction<G, T, G> change) {
        configured.ifPresent(given -> take(given, change));
    }

    private <T> void take(T given, BiFunction<G, T, G> change) {
        try {
            value = FullKeys.of(prefix, () -> change.apply(value, given));
        } catch (ConfigurationException e) {
            settings.problem(e);
        }
    }

    G value() {
        return value;
    }
}
