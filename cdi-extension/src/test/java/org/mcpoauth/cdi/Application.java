package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/** An application of plain Java SE: some beans, some keys, and the extension as it is found by itself. */
final class Application implements AutoCloseable {
    static final Map<String, String> CRM = Map.of(
            "mcp.oauth.client.crm.server-url", "https://crm.example/mcp",
            "mcp.oauth.client.crm.redirect-uri", "https://app.example/callback");
    static final Map<String, String> RESOURCE = Map.of(
            "mcp.oauth.resource.url", "https://mcp.example/mcp",
            "mcp.oauth.resource.authorization-servers", "https://as.example");

    private final Config config;
    private final SeContainer container;

    private Application(Config config, SeContainer container) {
        this.config = config;
        this.container = container;
    }

    static Application start(Map<String, String> keys, Class<?>... beans) {
        return start(keys, List.of(), beans);
    }

    /** As in a server, which adds beans of its own. */
    static Application start(Map<String, String> keys, List<Extension> extensions, Class<?>... beans) {
        Config config = config(keys);
        ConfigProviderResolver.instance().registerConfig(config, loader());
        try {
            return new Application(
                    config,
                    SeContainerInitializer.newInstance()
                            .disableDiscovery()
                            .addExtensions(extensions.toArray(new Extension[0]))
                            .addBeanClasses(beans)
                            .initialize());
        } catch (RuntimeException | Error e) {
            ConfigProviderResolver.instance().releaseConfig(config);
            throw e;
        }
    }

    /** What the keys alone make; issuers of examples are asked by nobody unless a key says so. */
    static Config config(Map<String, String> keys) {
        return new SmallRyeConfigBuilder()
                .withSources(
                        new PropertiesConfigSource(keys, "test", 100),
                        new PropertiesConfigSource(Map.of("mcp.oauth.startup-check", "off"), "quiet", 50))
                .build();
    }

    /** Everything that the failure of a start says. */
    static String failure(Map<String, String> keys, Class<?>... beans) {
        return failure(keys, List.of(), beans);
    }

    static String failure(Map<String, String> keys, List<Extension> extensions, Class<?>... beans) {
        Throwable failure = assertThrows(
                Exception.class, () -> start(keys, extensions, beans).close());
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            text.append(cause.getMessage()).append('\n');
        }
        return text.toString();
    }

    <T> T get(Class<T> type, Annotation... qualifiers) {
        return select(type, qualifiers).get();
    }

    <T> Instance<T> select(Class<T> type, Annotation... qualifiers) {
        return container.select(type, qualifiers);
    }

    @Override
    public void close() {
        try {
            container.close();
        } finally {
            ConfigProviderResolver.instance().releaseConfig(config);
        }
    }

    private static ClassLoader loader() {
        return Thread.currentThread().getContextClassLoader();
    }
}
