package org.mcpoauth.spi.http;

import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How connections are made: to authorization servers by the transport that comes with the runtime, and to
 * MCP servers. Immutable; the text form shows no key.
 *
 * @param tls keys and trust anchors, or {@code null} for those of the JVM
 * @param clientCertificate whether {@code tls} has a certificate to show, so that a client may authenticate
 *     with it (RFC 8705, section 2); also {@code true} where a transport of one's own shows one
 * @param connectTimeout how long a connection may take to be made; above zero, at most one minute
 */
public record Connections(@Nullable SSLContext tls, boolean clientCertificate, Duration connectTimeout) {
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

    /** The keys of the JVM, 2 seconds. */
    public static final Connections DEFAULT = new Connections(null, false, Duration.ofSeconds(2));

    /**
     * Checks the components.
     *
     * @throws IllegalArgumentException if the time is not above zero or above one minute
     */
    public Connections {
        Objects.requireNonNull(connectTimeout, "connectTimeout");
        if (connectTimeout.isNegative() || connectTimeout.isZero() || connectTimeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("a connection is made in up to a minute");
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
        return new Connections(context, hasCertificate, connectTimeout);
    }

    /** Gives what is no secret. */
    @Override
    public String toString() {
        return "Connections[tls=" + (tls == null ? "JVM" : "own") + ", clientCertificate=" + clientCertificate
                + ", connectTimeout=" + connectTimeout + "]";
    }
}
