package org.mcpoauth.interop;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.store.StateStore;

/** Runtimes, each with a clock of its own; those that name the same store share it, as nodes of a cluster do. */
final class Runtimes {
    private final Map<String, McpOAuthRuntime> runtimes = new ConcurrentHashMap<>();
    private final Map<String, StateStore> stores = new ConcurrentHashMap<>();
    /** How far the clock of a runtime is ahead. */
    private final Map<String, Duration> ahead = new ConcurrentHashMap<>();

    JsonValue make(JsonObject command) {
        String name = command.getString("runtime");
        InstantSource clock = () -> Clock.systemUTC().instant().plus(ahead.getOrDefault(name, Duration.ZERO));
        McpOAuthRuntime.Builder builder =
                McpOAuthRuntime.builder().allowLoopback().clock(clock);
        Optional.ofNullable(command.getString("trust", null))
                .ifPresent(trust -> builder.sslContext(Tls.context(trust, command.getString("own", null))));
        String store = command.getString("store", null);
        if (store != null && stores.containsKey(store)) {
            builder.stateStore(stores.get(store));
        }
        McpOAuthRuntime runtime = builder.build();
        if (store != null) {
            stores.putIfAbsent(store, runtime.services().stateStore());
        }
        runtimes.put(name, runtime);
        return JsonValue.TRUE;
    }

    McpOAuthRuntime named(String name) {
        return runtimes.get(name);
    }

    /** Lets time pass for a runtime, though not for its peers. */
    JsonValue elapse(JsonObject command) {
        ahead.merge(command.getString("runtime"), Duration.ofSeconds(command.getInt("seconds")), Duration::plus);
        return JsonValue.TRUE;
    }
}
