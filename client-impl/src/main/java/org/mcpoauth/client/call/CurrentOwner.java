package org.mcpoauth.client.call;

import java.security.Principal;
import java.util.function.Supplier;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.CallerRules.WithoutCaller;

/**
 * Whose tokens a call uses: those of the caller, asked for at each call on its own thread. Without a caller they are
 * the application's, where it may have some; a call never falls back to tokens of somebody else.
 */
final class CurrentOwner implements Supplier<Owner> {
    private final ClientConfiguration configuration;
    private final Owner application;

    CurrentOwner(ClientConfiguration configuration) {
        this.configuration = configuration;
        this.application = new Owner(configuration.name(), configuration.resource(), null);
    }

    @Override
    public Owner get() {
        return switch (configuration.grant()) {
            // no user takes part, and tokens for each would be the same many times
            case CLIENT_CREDENTIALS, WORKLOAD_JWT -> application;
            case HYBRID -> ofCaller(true);
            case AUTHORIZATION_CODE, ID_JAG, DEVICE, TOKEN ->
                ofCaller(configuration.callers().withoutCaller() == WithoutCaller.APPLICATION);
        };
    }

    private Owner ofCaller(boolean orApplication) {
        Principal caller = configuration.callers().source().caller();
        if (caller != null && caller.getName() != null) {
            return application.of(caller);
        }
        if (orApplication) {
            return application;
        }
        throw new AuthorizationRequiredException(
                "nobody is known who calls " + configuration.name()
                        + ": the caller has to sign in first; on another thread, as(user) says whose tokens to use",
                null);
    }
}
