package org.mcpoauth.cdi.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.jose.SealingKeys;

/**
 * Which store, of the application or of one client, and where it is.
 *
 * @param kind the kind of store
 * @param dataSource the JNDI name of the data source; {@code null} for other kinds than {@code JDBC}
 * @param isTableCreated whether a missing table is made in that data source
 * @param maxEntries how many live entries of each kind there may be in a data base or in memory; {@code null} for what is
 *     usual there
 * @param jcache the location of the cache; {@code null} for other kinds than {@code JCACHE}, unless short-lived entries
 *     are there
 * @param isShortLivedCached whether short-lived entries are kept in that cache, whatever keeps the rest
 * @param directory the directory of the file; {@code null} for other kinds than {@code FILE}
 * @param keys encrypt what is kept, the first one, and decrypt, all of them; empty from the start for no encryption
 * @param isReadable whether a file may be without keys, or the store of a client in spite of keys of the application,
 *     which weakens security
 */
public record StoreSettings(
        Kind kind,
        @Nullable String dataSource,
        boolean isTableCreated,
        @Nullable Integer maxEntries,
        @Nullable String jcache,
        boolean isShortLivedCached,
        @Nullable String directory,
        Changing<List<Secret>> keys,
        boolean isReadable) {

    /** Where state is kept. */
    public enum Kind {
        /** In the memory of the process. */
        MEMORY,
        /** In a data base. */
        JDBC,
        /** In a cache of a cluster. */
        JCACHE,
        /** In a file of this machine. */
        FILE,
        /** Where a bean of the application keeps it; for clients, since a bean comes before the store of all. */
        BEAN
    }

    private static final Changing<List<Secret>> NO_KEYS = Changing.of(List.of());

    /** The kinds that may keep short-lived entries only. */
    private enum ShortLivedKind {
        JCACHE
    }

    /** The kinds the application may have. */
    private enum RuntimeKind {
        MEMORY,
        JDBC,
        JCACHE,
        FILE
    }

    /** The kinds a client may have for itself. */
    private enum ClientKind {
        MEMORY,
        JDBC,
        FILE,
        BEAN
    }

    /** The store of the application. */
    static StoreSettings ofRuntime(Settings settings) {
        Kind kind = settings.choice(ConfigurationKey.STORE, RuntimeKind.class)
                .map(chosen -> Kind.valueOf(chosen.name()))
                .orElse(Kind.MEMORY);
        boolean isReadable =
                settings.flag(ConfigurationKey.STORE_DANGEROUS_UNENCRYPTED).orElse(false);
        Changing<List<Secret>> keys = keysOfRuntime(settings);
        requireKeys(settings, kind, keys, isReadable, ConfigurationKey.STORE_KEYS);
        boolean isShortLivedCached = settings.choice(ConfigurationKey.STORE_SHORT_LIVED, ShortLivedKind.class)
                .isPresent();
        return new StoreSettings(
                kind,
                of(settings, kind, Kind.JDBC, dataSource(settings), ConfigurationKey.STORE_DATA_SOURCE),
                settings.flag(ConfigurationKey.STORE_CREATE_TABLE).orElse(true),
                maxEntries(settings),
                of(
                        settings,
                        isShortLivedCached ? Kind.JCACHE : kind,
                        Kind.JCACHE,
                        settings.text(ConfigurationKey.STORE_JCACHE),
                        ConfigurationKey.STORE_JCACHE),
                isShortLivedCached,
                of(settings, kind, Kind.FILE, settings.text(ConfigurationKey.STORE_FILE), ConfigurationKey.STORE_FILE),
                keys,
                isReadable);
    }

    /** The store of a client, empty if that is the one of the application, whose keys it has unless it has others. */
    static Optional<StoreSettings> ofClient(Settings settings) {
        boolean isReadable = settings.flag(ConfigurationKey.CLIENT_TOKEN_STORE_DANGEROUS_UNENCRYPTED)
                .orElse(false);
        Optional<Changing<List<Secret>>> ownKeys =
                keys(settings, ConfigurationKey.CLIENT_TOKEN_STORE_KEYS, ConfigurationKey.CLIENT_TOKEN_STORE_KEYS_FILE);
        // else a store of its own would take a client out of the encryption of the application
        Changing<List<Secret>> keys = ownKeys.orElseGet(() -> isReadable ? NO_KEYS : keysOfRuntime(settings));
        Optional<String> own =
                settings.parsed(ConfigurationKey.CLIENT_TOKEN_STORE_DATA_SOURCE, StoreSettings::jndiName);
        return settings.choice(ConfigurationKey.CLIENT_TOKEN_STORE, ClientKind.class)
                .map(chosen -> Kind.valueOf(chosen.name()))
                .map(kind -> {
                    requireKeys(settings, kind, keys, isReadable, ConfigurationKey.CLIENT_TOKEN_STORE_KEYS);
                    return new StoreSettings(
                            kind,
                            of(
                                    settings,
                                    kind,
                                    Kind.JDBC,
                                    own.or(() -> dataSource(settings)),
                                    ConfigurationKey.CLIENT_TOKEN_STORE_DATA_SOURCE),
                            settings.flag(ConfigurationKey.STORE_CREATE_TABLE).orElse(true),
                            maxEntries(settings),
                            null,
                            false,
                            of(
                                    settings,
                                    kind,
                                    Kind.FILE,
                                    settings.text(ConfigurationKey.CLIENT_TOKEN_STORE_FILE),
                                    ConfigurationKey.CLIENT_TOKEN_STORE_FILE),
                            keys,
                            isReadable);
                });
    }

    private static @Nullable Integer maxEntries(Settings settings) {
        return settings.parsed(ConfigurationKey.STORE_MAX_ENTRIES, StoreSettings::bound)
                .orElse(null);
    }

    private static int bound(String text) {
        int bound = Settings.parseNumber(text);
        if (bound < 1) {
            throw new IllegalArgumentException("is at least 1");
        }
        return bound;
    }

    private static Changing<List<Secret>> keysOfRuntime(Settings settings) {
        return keys(settings, ConfigurationKey.STORE_KEYS, ConfigurationKey.STORE_KEYS_FILE)
                .orElse(NO_KEYS);
    }

    private static Optional<Changing<List<Secret>>> keys(
            Settings settings, ConfigurationKey key, ConfigurationKey fileKey) {
        return settings.changingSecrets(key, fileKey, secrets -> SealingKeys.requireUsable(secrets, "store.keys"));
    }

    private static Optional<String> dataSource(Settings settings) {
        return settings.parsed(ConfigurationKey.STORE_DATA_SOURCE, StoreSettings::jndiName);
    }

    /** The place of a store, {@code null} for other kinds; a missing one is a problem. */
    private static @Nullable String of(
            Settings settings, Kind kind, Kind needing, Optional<String> place, ConfigurationKey key) {
        if (kind == needing && place.isEmpty() && settings.find(key).isEmpty()) {
            settings.problem(key, "is needed for the store " + needing.name().toLowerCase(Locale.ROOT));
        }
        return kind == needing ? place.orElse(null) : null;
    }

    private static void requireKeys(
            Settings settings, Kind kind, Changing<List<Secret>> keys, boolean isReadable, ConfigurationKey key) {
        if (kind == Kind.FILE && keys.current().isEmpty() && !isReadable) {
            settings.problem(key, "are needed for the store file: secrets of 32 characters or more");
        }
        if (isReadable && !keys.current().isEmpty()) {
            settings.problem(key, "must not be there for a store that is to be readable");
        }
    }

    private static String jndiName(String text) {
        if (text.indexOf(':') >= 0 && !text.startsWith("java:")) {
            throw new IllegalArgumentException("is a name such as jdbc/mcp or java:app/jdbc/mcp");
        }
        return text;
    }
}
