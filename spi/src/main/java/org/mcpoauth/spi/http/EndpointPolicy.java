package org.mcpoauth.spi.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.mcpoauth.api.error.TransportException;

/**
 * Which discovered URLs may be called (MCP security best practices, "Server-Side Request Forgery"; RFC
 * 9728, section 7.7). Asked before every request to a metadata location or OAuth endpoint, first with
 * the text of the URL, then with everything its host resolves to.
 *
 * <p>Implementations are safe for use by several threads and do no I/O.
 */
public interface EndpointPolicy {

    /**
     * Judges the URL itself: scheme, host name, port, user information, fragment.
     *
     * @param uri the URL that is about to be called
     * @throws TransportException with {@code ENDPOINT_REFUSED} if it must not be
     */
    void checkUri(URI uri);

    /**
     * Judges the addresses the connection may go to; one bad address refuses all.
     *
     * @param uri the URL that is about to be called
     * @param addresses every address its host resolves to; not empty
     * @throws TransportException with {@code ENDPOINT_REFUSED} if it must not be
     */
    void checkAddresses(URI uri, List<InetAddress> addresses);

    /**
     * Whether this policy allows the host of a URL by name, which is what is required when a proxy
     * resolves the name and addresses cannot be judged here.
     *
     * @param uri the URL that is about to be called
     * @return {@code true} only if the host is on an explicit allow-list
     */
    boolean isHostAllowListed(URI uri);
}
