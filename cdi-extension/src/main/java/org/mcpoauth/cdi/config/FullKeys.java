package org.mcpoauth.cdi.config;

import java.util.function.Supplier;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Puts the prefix in front of keys. Configurations and factories know nothing of prefixes, so their
 * exceptions name keys without them; the deployer is told the key as it is written.
 */
public final class FullKeys {
    private FullKeys() {}

    /**
     * Makes something of the configuration of a role.
     *
     * @param role whose keys the maker may name
     * @param maker makes it
     * @throws ConfigurationException of the maker, with the full key
     */
    public static <T> T of(Role role, Supplier<T> maker) {
        return of(role.prefix(), maker);
    }

    /** The same for one client. */
    public static <T> T ofClient(String name, Supplier<T> maker) {
        return of(Role.CLIENT.prefix() + name + ".", maker);
    }

    /** The same for the store of one client, whose keys are those of the store of the application behind a word. */
    public static <T> T ofClientStore(String name, Supplier<T> maker) {
        return of(Role.CLIENT.prefix() + name + ".token-", maker);
    }

    /** The same for one resource. */
    public static <T> T ofResource(String name, Supplier<T> maker) {
        return of(ofResource(name), maker);
    }

    /** What stands before the keys of one resource. */
    public static String ofResource(String name) {
        String prefix = Role.RESOURCE_SERVER.prefix();
        return ResourceNames.UNNAMED.equals(name) ? prefix : prefix + name + ".";
    }

    static <T> T of(String prefix, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (ConfigurationException e) {
            throw KeyReview.isKnown(prefix + e.key()) ? named(prefix + e.key(), e) : e;
        }
    }

    private static ConfigurationException named(String key, ConfigurationException e) {
        return new ConfigurationException(e.code(), key, withoutKey(e), e);
    }

    /** The message without the key at its beginning. */
    static String withoutKey(ConfigurationException e) {
        String message = String.valueOf(e.getMessage());
        String own = e.key() + ": ";
        return message.startsWith(own) ? message.substring(own.length()) : message;
    }
}
