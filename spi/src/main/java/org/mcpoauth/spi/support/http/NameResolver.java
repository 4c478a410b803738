package org.mcpoauth.spi.support.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host; the seam for tests of address policies. */
@FunctionalInterface
public interface NameResolver {

    /**
     * All addresses of a host name or address literal.
     *
     * @throws UnknownHostException if there are none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** The resolver of the JVM, whose cache makes the connection use the same answer as the check. */
    static NameResolver ofJvm() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
