package org.mcpoauth.spi.support.store;

import java.util.Set;

/**
 * The namespaces whose entries may be lost together: a user then begins a login or an authorization again, a client opens
 * its session again. None says whether a grant, a code, a device code or an assertion was used, so that no loss, and no
 * old entry that comes back, gives a second grant. What is not listed here lasts.
 */
final class ShortLivedNamespaces {
    private static final Set<String> NAMES = Set.of(
            // an authorization that waits for its user, and who that is
            "pending-authorization",
            "pending-authorization-of-browser",
            "upstream-state",
            "upstream-state-of-browser",
            "upstream-device-state",
            "upstream-device-state-of-browser",
            "pushed-authorization-request",
            "login-session",
            // wrong tries, which are counted anew
            "login-tries",
            "user-code-tries",
            // the same on the side of the client
            "client-pending",
            "client-demand",
            "client-visits",
            "client-browsers");

    /** Handles of a resource server, which are then unknown. */
    private static final String HANDLES = "binding.";

    /** Used proofs: one that was lost is good again until it is too old, for who also has what it was made for. */
    private static final String PROOFS = "dpop.";

    private ShortLivedNamespaces() {}

    static boolean contains(String namespace) {
        return NAMES.contains(NamespaceKind.of(namespace))
                || namespace.startsWith(HANDLES)
                || namespace.startsWith(PROOFS);
    }
}
