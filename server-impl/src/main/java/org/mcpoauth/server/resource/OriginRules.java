package org.mcpoauth.server.resource;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.GuardedRequest;

/**
 * What is judged before any token: {@code Origin} and {@code Host} against DNS rebinding (MCP,
 * "Streamable HTTP", security warning) and CORS preflight. Refusals are 403 without a challenge, since a
 * token would not help.
 */
final class OriginRules {
    private static final EndpointResponse FORBIDDEN = Responses.empty(403, Map.of("Cache-Control", "no-store"));
    private static final String EXPOSED = "WWW-Authenticate, Mcp-Session-Id, DPoP-Nonce";
    private static final String METHODS = "GET, POST, DELETE";
    private static final List<String> REQUEST_HEADERS = List.of(
            "Authorization",
            "Content-Type",
            "Accept",
            "DPoP",
            "Last-Event-ID",
            "MCP-Protocol-Version",
            "Mcp-Session-Id",
            "Mcp-Method",
            "Mcp-Name");
    private static final String PARAMETER_HEADER = "mcp-param-";
    private static final int MAX_PARAMETER_HEADERS = 32;

    private final Set<String> allowed;
    private final Set<String> shared;
    private final Set<String> hosts;
    private final String ownHost;
    private final boolean isLoopback;

    OriginRules(ResourceServerConfiguration configuration) {
        URI resource = configuration.resource().uri();
        shared = configuration.origins().corsOrigins();
        allowed = new LinkedHashSet<>(configuration.origins().originsAllowed());
        allowed.addAll(shared);
        allowed.add(resource.getScheme().toLowerCase(Locale.ROOT) + "://"
                + resource.getRawAuthority().toLowerCase(Locale.ROOT));
        hosts = configuration.origins().hostsAllowed().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        ownHost = resource.getRawAuthority().toLowerCase(Locale.ROOT);
        isLoopback = isLoopbackHost(resource.getHost());
    }

    @Nullable
    EndpointResponse judge(GuardedRequest request) {
        List<String> origins = request.headers().allValues("Origin");
        boolean isFromElsewhere = !origins.isEmpty() && (origins.size() > 1 || !allowed.contains(origins.get(0)));
        if (isFromElsewhere || !isHostAllowed(request)) {
            return FORBIDDEN;
        }
        return isPreflight(request, origins) ? preflight(request, origins.get(0)) : null;
    }

    /** The lines that let a page of an allowed origin read an answer; none for others. */
    Map<String, String> responseLines(GuardedRequest request) {
        List<String> origins = request.headers().allValues("Origin");
        if (origins.size() != 1 || !shared.contains(origins.get(0))) {
            return Map.of();
        }
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Access-Control-Allow-Origin", origins.get(0));
        lines.put("Access-Control-Expose-Headers", EXPOSED);
        lines.put("Vary", "Origin");
        return lines;
    }

    private static boolean isPreflight(GuardedRequest request, List<String> origins) {
        return "OPTIONS".equals(request.method())
                && !origins.isEmpty()
                && request.headers().firstValue("Access-Control-Request-Method").isPresent();
    }

    private EndpointResponse preflight(GuardedRequest request, String origin) {
        if (!shared.contains(origin)) {
            return FORBIDDEN;
        }
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Access-Control-Allow-Origin", origin);
        lines.put("Access-Control-Allow-Methods", METHODS);
        lines.put("Access-Control-Allow-Headers", allowedHeaders(request));
        lines.put("Access-Control-Max-Age", "600");
        lines.put("Vary", "Origin, Access-Control-Request-Headers");
        return Responses.empty(204, lines);
    }

    /** The known headers, and those of {@code Mcp-Param-} that are asked for, whose names are the server's. */
    private static String allowedHeaders(GuardedRequest request) {
        Stream<String> parameters = request.headers().allValues("Access-Control-Request-Headers").stream()
                .flatMap(line -> Stream.of(line.split(",", MAX_PARAMETER_HEADERS)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith(PARAMETER_HEADER) && isToken(name))
                .limit(MAX_PARAMETER_HEADERS);
        return Stream.concat(REQUEST_HEADERS.stream(), parameters).collect(Collectors.joining(", "));
    }

    private static boolean isToken(String name) {
        return name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
    }

    /**
     * A page that had its name resolve to loopback sends that name as {@code Host}. Elsewhere a proxy may
     * put there what it likes, unless configuration names what it puts.
     */
    private boolean isHostAllowed(GuardedRequest request) {
        List<String> lines = request.headers().allValues("Host");
        return lines.isEmpty() || (lines.size() == 1 && isHostAllowed(lines.get(0)));
    }

    private boolean isHostAllowed(String line) {
        String host = line.toLowerCase(Locale.ROOT);
        boolean isAny = hosts.isEmpty() && !isLoopback;
        return isAny || host.equals(ownHost) || hosts.contains(host) || (isLoopback && isLoopbackAuthority(host));
    }

    private static boolean isLoopbackAuthority(String authority) {
        int port = authority.lastIndexOf(':');
        boolean hasPort = port > authority.lastIndexOf(']');
        return isLoopbackHost(hasPort ? authority.substring(0, port) : authority);
    }

    static boolean isLoopbackHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return "localhost".equals(name) || "[::1]".equals(name) || isLoopbackV4(name);
    }

    private static boolean isLoopbackV4(String name) {
        String[] parts = name.split("\\.", -1);
        return parts.length == 4 && "127".equals(parts[0]) && Stream.of(parts).allMatch(part -> isOctet(part));
    }

    private static boolean isOctet(String part) {
        return !part.isEmpty()
                && part.length() <= 3
                && part.chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(part) <= 255;
    }
}
