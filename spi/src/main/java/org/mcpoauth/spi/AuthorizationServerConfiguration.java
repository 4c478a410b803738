package org.mcpoauth.spi;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.ClientAssertionRules;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.ConsentRules;
import org.mcpoauth.spi.server.CrossOriginRules;
import org.mcpoauth.spi.server.DeviceRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.MutualTls;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.server.PushedRequestRules;
import org.mcpoauth.spi.server.RateLimits;
import org.mcpoauth.spi.server.RegistrationPolicy;
import org.mcpoauth.spi.server.TokenIssuance;

/**
 * The configuration of an authorization server (RFC 8414). Immutable.
 *
 * <p>PKCE with S256 is always required and {@code iss} always sent.
 *
 * @param issuer the issuer identifier; the endpoints lie below it
 * @param resourcesAllowed the resources tokens may be issued for; at least one
 * @param basePath the path of the endpoints below the issuer, beginning with a slash; {@code /} for none
 * @param endpoints where the endpoints are below that
 * @param scopesSupported the scopes that may be granted
 * @param scopesDefault the scopes of a request that names none
 * @param tokens what is issued, and for how long
 * @param clients who is taken as a client
 * @param registration how clients register themselves
 * @param grants which grants are offered
 * @param consent when users are asked whether they agree
 * @param pushedRequests how authorization requests are pushed
 * @param devices how users authorize devices
 * @param rateLimits how often an address may do what costs or guesses
 * @param crossOrigin of which origins pages may read what the endpoints answer
 * @param openId whether users can log in to clients with this server
 * @param dpop how tokens are bound to DPoP keys
 * @param mutualTls how the TLS certificates of clients are taken
 * @param clientAssertions how the assertions are checked that clients authenticate with
 * @param maxBodyBytes the largest request body in bytes
 */
public record AuthorizationServerConfiguration(
        Issuer issuer,
        List<ResourceIdentifier> resourcesAllowed,
        String basePath,
        EndpointPaths endpoints,
        Scopes scopesSupported,
        Scopes scopesDefault,
        TokenIssuance tokens,
        ClientRules clients,
        DynamicRegistration registration,
        GrantRules grants,
        ConsentRules consent,
        PushedRequestRules pushedRequests,
        DeviceRules devices,
        RateLimits rateLimits,
        CrossOriginRules crossOrigin,
        OpenIdRules openId,
        DpopPolicy dpop,
        MutualTls mutualTls,
        ClientAssertionRules clientAssertions,
        int maxBodyBytes) {

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public AuthorizationServerConfiguration {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(scopesSupported, "scopesSupported");
        Objects.requireNonNull(scopesDefault, "scopesDefault");
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(clients, "clients");
        Objects.requireNonNull(registration, "registration");
        Objects.requireNonNull(grants, "grants");
        Objects.requireNonNull(consent, "consent");
        Objects.requireNonNull(endpoints, "endpoints");
        Objects.requireNonNull(pushedRequests, "pushedRequests");
        Objects.requireNonNull(devices, "devices");
        Objects.requireNonNull(rateLimits, "rateLimits");
        Objects.requireNonNull(crossOrigin, "crossOrigin");
        Objects.requireNonNull(openId, "openId");
        Objects.requireNonNull(dpop, "dpop");
        Objects.requireNonNull(mutualTls, "mutualTls");
        Objects.requireNonNull(clientAssertions, "clientAssertions");
        resourcesAllowed = List.copyOf(resourcesAllowed);
        scopesSupported = openId.offered() ? scopesSupported.union(Scopes.of("openid")) : scopesSupported;
        require(!resourcesAllowed.isEmpty(), "resources-allowed", "names at least one resource");
        require(
                basePath.equals("/") || EndpointPaths.isPath(basePath),
                "base-path",
                "is a path such as /oauth, of letters, digits and -._~");
        require(!pushedRequests.required() || endpoints.par() != null, "par.required", "needs a path in endpoints.par");
        require(scopesSupported.containsAll(scopesDefault), "scopes-default", "are among scopes-supported");
        require(
                registration.mode() == DynamicRegistration.Mode.OPEN
                        || !registration.initialAccessTokens().current().isEmpty()
                        || registration.policy() != RegistrationPolicy.DEFAULT,
                "dcr.initial-access-token",
                "is needed for mode token, unless there is a RegistrationPolicy");
        require(
                openId.pairwiseSalt() == null || tokens.accessTokenFormat() == AccessTokenFormat.OPAQUE,
                "openid.pairwise-salt",
                "needs access-token.format opaque, since clients can compare users by JWTs");
        require(maxBodyBytes > 0, "max-body-size", "must be positive");
        requireMaterial(clients.authenticationMethods(), mutualTls, clientAssertions);
    }

    /**
     * A builder with the defaults.
     *
     * @param issuer the issuer identifier; the endpoints lie below it
     * @param resourcesAllowed the resources tokens may be issued for; at least one
     * @return a new builder, to be used by one thread
     */
    public static Builder builder(Issuer issuer, List<ResourceIdentifier> resourcesAllowed) {
        return new Builder(issuer, resourcesAllowed);
    }

    /** Gives the issuer. */
    @Override
    public String toString() {
        return "AuthorizationServerConfiguration[issuer=" + issuer + "]";
    }

    /** What methods of client authentication cannot work without. */
    private static void requireMaterial(
            Set<ClientAuthenticationMethod> methods, MutualTls mutualTls, ClientAssertionRules clientAssertions) {
        require(
                !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_JWT)
                        || !clientAssertions.secretKeys().current().isEmpty(),
                "client-secret-keys",
                "are needed for client_secret_jwt");
        // a handshake says that a client has a key, but not that somebody who is trusted gave it its name
        require(
                !methods.contains(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
                        || !mutualTls.trustAnchors().current().isEmpty(),
                "mtls.trust-anchors-file",
                "is needed for tls_client_auth");
    }

    private static void require(boolean condition, String key, String message) {
        if (!condition) {
            throw new ConfigurationException(key, message);
        }
    }

    /** Collects the values of a configuration. Not safe for use by several threads. */
    public static final class Builder {
        private final Issuer issuer;
        private final List<ResourceIdentifier> resourcesAllowed;
        private String basePath = "/oauth";
        private EndpointPaths endpoints = EndpointPaths.DEFAULT;
        private Scopes scopesSupported = Scopes.NONE;
        private Scopes scopesDefault = Scopes.NONE;
        private TokenIssuance tokens = TokenIssuance.DEFAULT;
        private ClientRules clients = ClientRules.DEFAULT;
        private DynamicRegistration registration = DynamicRegistration.OFF;
        private GrantRules grants = GrantRules.DEFAULT;
        private ConsentRules consent = ConsentRules.DEFAULT;
        private PushedRequestRules pushedRequests = PushedRequestRules.DEFAULT;
        private DeviceRules devices = DeviceRules.DEFAULT;
        private RateLimits rateLimits = RateLimits.DEFAULT;
        private CrossOriginRules crossOrigin = CrossOriginRules.ANY;
        private OpenIdRules openId = OpenIdRules.OFF;
        private DpopPolicy dpop = DpopPolicy.WITH_NONCES;
        private MutualTls mutualTls = MutualTls.DEFAULT;
        private ClientAssertionRules clientAssertions = ClientAssertionRules.DEFAULT;
        private int maxBodyBytes = 64 * 1024;

        private Builder(Issuer issuer, List<ResourceIdentifier> resourcesAllowed) {
            this.issuer = Objects.requireNonNull(issuer, "issuer");
            this.resourcesAllowed = Objects.requireNonNull(resourcesAllowed, "resourcesAllowed");
        }

        /**
         * Sets the path of the endpoints below the issuer, beginning with a slash; {@code /} for none.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder basePath(String value) {
            this.basePath = value;
            return this;
        }

        /**
         * Sets where the endpoints are below the base path.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder endpoints(EndpointPaths value) {
            this.endpoints = value;
            return this;
        }

        /**
         * Changes where the endpoints are below the base path.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder endpoints(UnaryOperator<EndpointPaths> change) {
            return endpoints(change.apply(endpoints));
        }

        /**
         * Sets the scopes that may be granted.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder scopesSupported(Scopes value) {
            this.scopesSupported = value;
            return this;
        }

        /**
         * Sets the scopes of a request that names none.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder scopesDefault(Scopes value) {
            this.scopesDefault = value;
            return this;
        }

        /**
         * Sets what is issued, and for how long.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder tokens(TokenIssuance value) {
            this.tokens = value;
            return this;
        }

        /**
         * Changes what is issued, and for how long.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder tokens(UnaryOperator<TokenIssuance> change) {
            return tokens(change.apply(tokens));
        }

        /**
         * Sets who is taken as a client.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder clients(ClientRules value) {
            this.clients = value;
            return this;
        }

        /**
         * Changes who is taken as a client.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder clients(UnaryOperator<ClientRules> change) {
            return clients(change.apply(clients));
        }

        /**
         * Sets how clients register themselves.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder registration(DynamicRegistration value) {
            this.registration = value;
            return this;
        }

        /**
         * Changes how clients register themselves.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder registration(UnaryOperator<DynamicRegistration> change) {
            return registration(change.apply(registration));
        }

        /**
         * Sets which grants are offered.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder grants(GrantRules value) {
            this.grants = value;
            return this;
        }

        /**
         * Changes which grants are offered.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder grants(UnaryOperator<GrantRules> change) {
            return grants(change.apply(grants));
        }

        /**
         * Sets whether users can log in to clients with this server.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder openId(OpenIdRules value) {
            this.openId = value;
            return this;
        }

        /**
         * Changes whether users can log in to clients with this server.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder openId(UnaryOperator<OpenIdRules> change) {
            return openId(change.apply(openId));
        }

        /**
         * Sets when users are asked whether they agree.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder consent(ConsentRules value) {
            this.consent = value;
            return this;
        }

        /**
         * Changes when users are asked whether they agree.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder consent(UnaryOperator<ConsentRules> change) {
            return consent(change.apply(consent));
        }

        /**
         * Sets how authorization requests are pushed.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder pushedRequests(PushedRequestRules value) {
            this.pushedRequests = value;
            return this;
        }

        /**
         * Changes how authorization requests are pushed.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder pushedRequests(UnaryOperator<PushedRequestRules> change) {
            return pushedRequests(change.apply(pushedRequests));
        }

        /**
         * Sets how often an address may do what costs or guesses.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder rateLimits(RateLimits value) {
            this.rateLimits = value;
            return this;
        }

        /**
         * Changes how often an address may do what costs or guesses.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder rateLimits(UnaryOperator<RateLimits> change) {
            return rateLimits(change.apply(rateLimits));
        }

        /**
         * Sets of which origins pages may read what the endpoints answer.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder crossOrigin(CrossOriginRules value) {
            this.crossOrigin = value;
            return this;
        }

        /**
         * Sets how users authorize devices.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder devices(DeviceRules value) {
            this.devices = value;
            return this;
        }

        /**
         * Changes how users authorize devices.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder devices(UnaryOperator<DeviceRules> change) {
            return devices(change.apply(devices));
        }

        /**
         * Sets how tokens are bound to DPoP keys.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder dpop(DpopPolicy value) {
            this.dpop = value;
            return this;
        }

        /**
         * Changes how tokens are bound to DPoP keys.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder dpop(UnaryOperator<DpopPolicy> change) {
            return dpop(change.apply(dpop));
        }

        /**
         * Sets how the TLS certificates of clients are taken.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder mutualTls(MutualTls value) {
            this.mutualTls = value;
            return this;
        }

        /**
         * Changes how the TLS certificates of clients are taken.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder mutualTls(UnaryOperator<MutualTls> change) {
            return mutualTls(change.apply(mutualTls));
        }

        /**
         * Sets how the assertions are checked that clients authenticate with.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder clientAssertions(ClientAssertionRules value) {
            this.clientAssertions = value;
            return this;
        }

        /**
         * Changes how the assertions are checked that clients authenticate with.
         *
         * @param change makes the new value from the one before
         * @return this builder
         */
        public Builder clientAssertions(UnaryOperator<ClientAssertionRules> change) {
            return clientAssertions(change.apply(clientAssertions));
        }

        /**
         * Sets the largest request body in bytes.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder maxBodyBytes(int value) {
            this.maxBodyBytes = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @return an immutable configuration
         * @throws ConfigurationException if a value breaks a rule
         */
        public AuthorizationServerConfiguration build() {
            return new AuthorizationServerConfiguration(
                    issuer,
                    resourcesAllowed,
                    basePath,
                    endpoints,
                    scopesSupported,
                    scopesDefault,
                    tokens,
                    clients,
                    registration,
                    grants,
                    consent,
                    pushedRequests,
                    devices,
                    rateLimits,
                    crossOrigin,
                    openId,
                    dpop,
                    mutualTls,
                    clientAssertions,
                    maxBodyBytes);
        }
    }
}
