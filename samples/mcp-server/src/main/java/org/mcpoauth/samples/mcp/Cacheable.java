package org.mcpoauth.samples.mcp;

import jakarta.json.JsonObject;
import java.time.Duration;
import org.mcpoauth.samples.mcp.json.JsonText;

/**
 * A method whose result may be kept for a while by this client alone: what is answered depends on the
 * authorization of the request (MCP 2026-07-28, "Caching").
 */
final class Cacheable implements RpcMethod {
    private final RpcMethod method;
    private final Duration timeToLive;

    Cacheable(RpcMethod method, Duration timeToLive) {
        this.method = method;
        this.timeToLive = timeToLive;
    }

    @Override
    public String name() {
        return method.name();
    }

    @Override
    public JsonObject call(RpcCall call) {
        return JsonText.object(method.call(call))
                .add("ttlMs", timeToLive.toMillis())
                .add("cacheScope", "private")
                .build();
    }
}
