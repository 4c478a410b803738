package org.mcpoauth.cdi.config;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Collects what is wrong with keys, so that a deployer sees all of it at once, and each problem once
 * however often its key is read. Used by one thread.
 */
final class Problems {
    private final Set<Problem> all = new LinkedHashSet<>();

    private record Problem(String key, String message) {
        @Override
        public String toString() {
            return key + ": " + message;
        }
    }

    /**
     * Notes a problem.
     *
     * @param key the key as the deployer writes it
     * @param message what is wrong and what to write; without the value, which may be a secret
     */
    void add(String key, String message) {
        all.add(new Problem(key, message));
    }

    /**
     * Throws if there is any problem.
     *
     * @throws ConfigurationException with the first key and a line for each problem
     */
    void throwIfAny() {
        if (!all.isEmpty()) {
            Problem first = all.iterator().next();
            String others = all.stream().skip(1).map(problem -> "\n" + problem).collect(Collectors.joining());
            throw new ConfigurationException(first.key(), first.message() + others);
        }
    }
}
