package org.mcpoauth.interop.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mcpoauth.api.token.TokenPrincipal;

/** Notes by owner. Safe for several threads. */
final class Notes {
    private final Map<TokenPrincipal, List<String>> byOwner = new ConcurrentHashMap<>();

    void add(TokenPrincipal owner, String text) {
        byOwner.computeIfAbsent(owner, key -> new CopyOnWriteArrayList<>()).add(text);
    }

    List<String> of(TokenPrincipal owner) {
        return List.copyOf(byOwner.getOrDefault(owner, List.of()));
    }
}
