package org.mcpoauth.client.obtain;

import java.net.URI;
import java.time.Duration;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.AuthorizationRequestOptions;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.spi.ClientConfiguration;

/** Makes authorization requests, pushed where the server wants that (RFC 9126, section 5). */
public final class CodeRequests {
    private static final String ACR_VALUES = "acr_values";
    private static final String MAX_AGE = "max_age";

    private final ClientConfiguration configuration;
    private final Grants grants;

    public CodeRequests(ClientConfiguration configuration, Grants grants) {
        this.configuration = configuration;
        this.grants = grants;
    }

    /** A request whose answer shall come to the redirect URI, or to the same on another port. */
    AuthorizationRequest request(Target target, Demand demand, URI redirectUri) {
        AuthorizationRequestOptions options = new AuthorizationRequestOptions(
                redirectUri,
                target.resource(),
                demand.scopes(),
                target.binding().dpopKey(),
                parameters(demand));
        return target.client().server().requirePushedAuthorizationRequests()
                ? grants.pushedAuthorizationRequest(target.client(), options)
                : grants.authorizationRequest(target.client(), options);
    }

    /** What a resource demands of the user's authentication wins over what is configured (RFC 9470, section 4). */
    private Parameters parameters(Demand demand) {
        Duration maxAge = demand.maxAge();
        Parameters.Builder parameters = Parameters.builder()
                .add(ACR_VALUES, demand.acrValues().isEmpty() ? null : String.join(" ", demand.acrValues()))
                .add(MAX_AGE, maxAge == null ? null : Long.toString(maxAge.toSeconds()));
        Parameters demanded = parameters.build();
        configuration.additionalParameters().all().stream()
                .filter(each -> demanded.values(each.name()).isEmpty())
                .forEach(each -> parameters.add(each.name(), each.value()));
        return parameters.build();
    }

    /** The redirect URI as it is registered. */
    URI redirectUri() {
        return configuration.metadata().redirectUris().stream()
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("redirect-uri", "is needed to ask a user"));
    }
}
