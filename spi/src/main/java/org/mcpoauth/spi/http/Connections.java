package org.mcpoauth.spi.http;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How connections are made: to authorization servers by the transport that comes with the runtime, and to
 * MCP servers. Immutable; the text form shows no key.
 *
 * <pre>{@code
 * Connections.DEFAULT.withProxy(ProxySelector.of(new InetSocketAddress("proxy.example", 3128)))
 * }</pre>
 *
 * @param tls keys and trust anchors, or {@code null} for those of the JVM
 * @param clientCertificate whether {@code tls} has a certificate to show, so that a client may authenticate
 *     with it (RFC 8705, section 2); also {@code true} where a transport of one's own shows one
 * @param connectTimeout how long a connection may take to be made; above zero, at most one minute
 * @param requestTimeout how long a request for metadata, keys or tokens may take, to the last byte of its
 *     answer; above zero, at most ten seconds. Calls of MCP servers have the limits of their requests
 * @param proxy which proxy is used, or {@code null} for none to authorization servers and those of the JVM to
 *     MCP servers. A proxy looks names up itself, so the policy must then allow each host by name
 *     ({@link EndpointPolicy#isHostAllowListed})
 * @param userAgent the {@code User-Agent} of requests that the application does not make itself; 1 to 200
 *     printable ASCII characters
 */
public record Connections(
        @Nullable SSLContext tls,
        boolean clientCertificate,
        Duration connectTimeout,
        Duration requestTimeout,
        @Nullable ProxySelector proxy,
        String userAgent) {
    private static final Duration MAX_CONNECT = Duration.ofMinutes(1);
    // the lease of a refresh follows it, and who waits for another node waits as long
    private static final Duration MAX_REQUEST = Duration.ofSeconds(10);
    private static final int MAX_AGENT = 200;

    /** The keys of the JVM, 2 and 5 seconds, no proxy, {@code mcp-oauth}. */
    public static final Connections DEFAULT =
            new Connections(null, false, Duration.ofSeconds(2), Duration.ofSeconds(5), null, "mcp-oauth");

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if a time is not above zero or above its limit, or the text has other
     *     characters
     */
    public Connections {
        if (!isWithin(connectTimeout, MAX_CONNECT)) {
            throw new IllegalArgumentException("a connection is made in up to a minute");
        }
        if (!isWithin(requestTimeout, MAX_REQUEST)) {
            throw new IllegalArgumentException("a request is answered in up to ten seconds");
        }
        Objects.requireNonNull(userAgent, "userAgent");
        boolean isPrintable = userAgent.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
        if (userAgent.isBlank() || userAgent.length() > MAX_AGENT || !isPrintable) {
            throw new IllegalArgumentException("a User-Agent is 1 to 200 printable ASCII characters");
        }
    }

    /**
     * The same with other keys and trust anchors.
     *
     * @param context keys and trust anchors
     * @param hasCertificate whether there is a certificate to show
     * @return a new value
     */
    public Connections withTls(SSLContext context, boolean hasCertificate) {
        return new Connections(context, hasCertificate, connectTimeout, requestTimeout, proxy, userAgent);
    }

    /**
     * The same with other times.
     *
     * @param connect how long a connection may take to be made
     * @param request how long a request may take
     * @return a new value
     * @throws IllegalArgumentException if a time is not above zero or above its limit
     */
    public Connections withTimeouts(Duration connect, Duration request) {
        return new Connections(tls, clientCertificate, connect, request, proxy, userAgent);
    }

    /**
     * The same with a proxy.
     *
     * @param value which proxy is used, or {@code null} for none
     * @return a new value
     */
    public Connections withProxy(@Nullable ProxySelector value) {
        return new Connections(tls, clientCertificate, connectTimeout, requestTimeout, value, userAgent);
    }

    /**
     * The same with another {@code User-Agent}.
     *
     * @param value 1 to 200 printable ASCII characters
     * @return a new value
     * @throws IllegalArgumentException if the text has other characters
     */
    public Connections withUserAgent(String value) {
        return new Connections(tls, clientCertificate, connectTimeout, requestTimeout, proxy, value);
    }

    /** Gives what is no secret. */
    @Override
    public String toString() {
        return "Connections[tls=" + (tls == null ? "JVM" : "own") + ", clientCertificate=" + clientCertificate
                + ", connectTimeout=" + connectTimeout + ", requestTimeout=" + requestTimeout + ", proxy="
                + (proxy == null ? "none" : "own") + ", userAgent=" + userAgent + "]";
    }

    private static boolean isWithin(Duration time, Duration most) {
        return !time.isNegative() && !time.isZero() && time.compareTo(most) <= 0;
    }
}
