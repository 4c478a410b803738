package org.mcpoauth.client.obtain;

import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.client.pending.DemandStore;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.WebRules.Login;

/** Sends users to the login that is served for a client; it asks for what their calls lacked. */
final class ServedLogins {
    private final ClientConfiguration configuration;
    private final DemandStore demands;

    ServedLogins(ClientConfiguration configuration, DemandStore demands) {
        this.configuration = configuration;
        this.demands = demands;
    }

    boolean areServed() {
        return configuration.web().login() != Login.OFF;
    }

    /** Keeps what is lacked, and says where the user gets it; for the application itself nobody logs in there. */
    AuthorizationRequiredException required(Owner owner, Demand demand) {
        if (owner.user() == null) {
            return new AuthorizationRequiredException(
                    "users log in to " + owner.client()
                            + ", the application itself cannot: as(user) says whose tokens a call uses",
                    null);
        }
        demands.keep(owner, demand);
        return new AuthorizationRequiredException(
                "the user has to authorize " + owner.client(), WebAuthorizations.login(configuration));
    }
}
