package org.mcpoauth.client.obtain;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.client.grant.GrantRequests;
import org.mcpoauth.client.pending.DemandStore;
import org.mcpoauth.client.token.TokenGrant;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.GrantSources;
import org.mcpoauth.spi.client.IdentityProvider;

/**
 * Picks the configured way to tokens.
 *
 * @param configuration says which
 * @param toolkit reads assertions, tells the time and lets it pass
 * @param discovery finds identity providers
 * @param grants sends requests
 * @param requests makes authorization requests
 * @param pending keeps those that wait
 * @param redemption turns grants into tokens
 * @param demands keeps what calls lacked
 * @param agent takes the user to the authorization server, or {@code null} when nobody can
 */
public record GrantChoice(
        ClientConfiguration configuration,
        Toolkit toolkit,
        Discovery discovery,
        Grants grants,
        CodeRequests requests,
        PendingAuthorizations pending,
        Redemption redemption,
        DemandStore demands,
        @Nullable AuthorizationAgent agent) {

    /** The grant of the configuration, which has made sure that its parts are there. */
    public TokenGrant grant() {
        return switch (configuration.grant()) {
            case AUTHORIZATION_CODE -> code();
            case CLIENT_CREDENTIALS -> new ClientGrant(redemption);
            case HYBRID -> new HybridGrant(code(), new ClientGrant(redemption));
            case ID_JAG -> new EnterpriseGrant(assertions(), redemption);
            case WORKLOAD_JWT -> workload();
            case DEVICE ->
                new DeviceGrant(
                        grants,
                        redemption,
                        Objects.requireNonNull(sources().device()),
                        toolkit.clock(),
                        toolkit.waiting()::pause);
            case TOKEN -> new HostTokenGrant(Objects.requireNonNull(sources().host()), toolkit.clock());
        };
    }

    private TokenGrant code() {
        return new CodeGrant(grants, requests, pending, redemption, new ServedLogins(configuration, demands), agent);
    }

    private IdentityAssertions assertions() {
        IdentityProvider provider = Objects.requireNonNull(sources().identityProvider());
        return new IdentityAssertions(
                provider,
                Objects.requireNonNull(sources().subjectTokens()),
                discovery,
                // nobody's metadata lead away from an endpoint that is configured
                provider.tokenEndpoint() == null ? grants : new GrantRequests(toolkit));
    }

    private TokenGrant workload() {
        return new WorkloadGrant(
                Objects.requireNonNull(sources().workload()),
                new AssertionAudience(toolkit.json()),
                configuration.issuer() != null,
                redemption);
    }

    private GrantSources sources() {
        return configuration.sources();
    }
}
