package org.mcpoauth.samples.mcp;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.mcpoauth.api.token.RequestStateCodec;

/** Keeps the states it gives away, so that only those open, and only for the request they belong to. */
@ApplicationScoped
public class TestCodec implements RequestStateCodec {
    private final Map<String, Sealed> sealed = new ConcurrentHashMap<>();

    @Override
    public String seal(Origin origin, String state) {
        String handle = "state-" + sealed.size();
        sealed.put(handle, new Sealed(origin, state));
        return handle;
    }

    @Override
    public Optional<String> open(Origin origin, String requestState) {
        return Optional.ofNullable(sealed.get(requestState))
                .filter(found -> found.origin.equals(origin))
                .map(Sealed::state);
    }

    private record Sealed(Origin origin, String state) {}
}
