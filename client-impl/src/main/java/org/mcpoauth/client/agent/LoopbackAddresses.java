package org.mcpoauth.client.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.List;

/** The addresses of this machine that a redirect URI means. No name is looked up. */
final class LoopbackAddresses {
    private static final byte[] V4 = {127, 0, 0, 1};
    private static final byte[] V6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private LoopbackAddresses() {}

    /** A browser tries both addresses of {@code localhost}, so nobody else must have the port of the other one. */
    static List<InetAddress> of(URI redirectUri) throws IOException {
        String host = redirectUri.getHost();
        InetAddress v4 = InetAddress.getByAddress(V4);
        InetAddress v6 = InetAddress.getByAddress(V6);
        if ("localhost".equalsIgnoreCase(host)) {
            return NetworkInterface.getByInetAddress(v6) == null ? List.of(v4) : List.of(v4, v6);
        }
        return List.of("[::1]".equals(host) ? v6 : InetAddress.getByName(host));
    }
}
