package org.mcpoauth.cdi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.cdi.config.StoreSettings;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** Opens the stores that keys choose. Exceptions name keys as those of the application, without prefix. */
final class ConfiguredStores {
    private ConfiguredStores() {}

    /** The store of the application; the runtime opens those that it can. */
    static void choose(McpOAuthRuntime.Builder builder, StoreSettings settings) {
        builder.storeKeys(settings.keys());
        switch (settings.kind()) {
            case MEMORY ->
                builder.memoryStore(limits(settings, StoreLimits.defaults()).standard());
            case BEAN -> {
                // has been asked for before
            }
            case JDBC -> builder.stateStore(database(settings));
            case JCACHE -> builder.stateStore("jcache", Objects.requireNonNull(settings.jcache()));
            case FILE -> {
                if (settings.isReadable()) {
                    builder.stateStore(file(settings));
                } else {
                    builder.stateStore("file", Objects.requireNonNull(settings.directory()));
                }
            }
        }
    }

    /** The store of short-lived entries, if that is another one. */
    static void chooseShortLived(McpOAuthRuntime.Builder builder, StoreSettings settings) {
        if (settings.isShortLivedCached()) {
            builder.shortLivedStore("jcache", Objects.requireNonNull(settings.jcache()));
        }
    }

    /** The store of a client, which holds nothing that would have to be closed before the application ends. */
    static StateStore open(StoreSettings settings, String client) {
        return switch (settings.kind()) {
            case MEMORY -> new InMemoryStateStore(Clock.systemUTC(), limits(settings, StoreLimits.defaults()));
            case FILE -> file(settings);
            case JDBC, JCACHE -> encrypted(database(settings), settings);
            case BEAN -> encrypted(bean(client), settings);
        };
    }

    private static StateStore encrypted(StateStore store, StoreSettings settings) {
        return settings.keys().current().isEmpty() ? store : StateStores.encrypted(store, settings.keys());
    }

    /** That of the application is none for one client: it would be taken without being chosen. */
    private static StateStore bean(String client) {
        return Beans.findOf(StateStore.class, client).orElseThrow(() -> missingBean(client));
    }

    /** What to write where a client is to keep its tokens in a bean that is not there. */
    static ConfigurationException missingBean(String client) {
        return new ConfigurationException("store", "needs a bean StateStore with @McpOAuth(\"" + client + "\")");
    }

    private static StateStore database(StoreSettings settings) {
        return DataSourceStores.open(
                Objects.requireNonNull(settings.dataSource()),
                settings.isTableCreated(),
                limits(settings, StoreLimits.ofDataBase()));
    }

    private static StoreLimits limits(StoreSettings settings, StoreLimits usual) {
        return settings.maxEntries() == null ? usual : StoreLimits.of(settings.maxEntries());
    }

    private static StateStore file(StoreSettings settings) {
        Path directory = directory(Objects.requireNonNull(settings.directory()));
        return settings.isReadable()
                ? StateStores.dangerousUnencryptedFile(directory, Clock.systemUTC())
                : StateStores.encryptedFile(directory, settings.keys(), Clock.systemUTC());
    }

    private static Path directory(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID, "store.file", "is the path of a directory", e);
        }
    }
}
