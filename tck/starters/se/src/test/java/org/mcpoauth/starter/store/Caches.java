package org.mcpoauth.starter.store;

import com.hazelcast.config.Config;
import com.hazelcast.config.XmlConfigBuilder;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import org.mcpoauth.jcache.JCacheStateStore;

/** Members of Hazelcast on this machine, each with the cache of the state. */
public final class Caches {
    /** The resource that also the documentation shows. */
    static final String CONFIGURATION = "hazelcast-state.xml";

    static final String NAME = "mcp-oauth-state";

    private Caches() {}

    /** A member of a cluster, joined to another one or the first of it. */
    public static HazelcastInstance member(String cluster, List<HazelcastInstance> others) {
        Properties filling = new Properties();
        filling.setProperty("test.cluster", cluster);
        filling.setProperty("test.port", "0");
        filling.setProperty("test.members", others.isEmpty() ? "127.0.0.1:1" : address(others.get(0)));
        return Hazelcast.newHazelcastInstance(configuration(filling));
    }

    /** A name that no other cluster has. */
    public static String newCluster() {
        return UUID.randomUUID().toString();
    }

    /** The cache of the state. */
    public static Cache<String, String> cache(HazelcastInstance member) {
        // not through the caching provider, which keeps one manager for all members of a JVM
        return Objects.requireNonNull(member.getCacheManager().<String, String>getCache(NAME));
    }

    /** The one member of the tests that need one; it ends with the JVM. */
    static Cache<String, String> shared() {
        return One.CACHE;
    }

    static JCacheStateStore newStore(Cache<String, String> cache, InstantSource clock, int bound) {
        cache.clear();
        return JCacheStateStore.on(cache, clock, bound, Map.of());
    }

    /** A store whose member has ended. */
    static JCacheStateStore unavailable() {
        HazelcastInstance member = member(newCluster(), List.of());
        JCacheStateStore store = JCacheStateStore.on(cache(member), InstantSource.system());
        member.shutdown();
        return store;
    }

    private static String address(HazelcastInstance member) {
        return "127.0.0.1:" + member.getCluster().getLocalMember().getAddress().getPort();
    }

    private static Config configuration(Properties filling) {
        try (InputStream in =
                Objects.requireNonNull(Caches.class.getClassLoader().getResourceAsStream(CONFIGURATION))) {
            return new XmlConfigBuilder(in).setProperties(filling).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class One {
        private static final Cache<String, String> CACHE = cache(member(newCluster(), List.of()));
    }
}
