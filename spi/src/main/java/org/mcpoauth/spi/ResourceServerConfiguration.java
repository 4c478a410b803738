package org.mcpoauth.spi;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.ScopeEvaluator;

/**
 * The configuration of one protected resource, such as an MCP server (RFC 9728). Immutable.
 *
 * <p>Audience checking cannot be switched off; whatever weakens anything has a name that says so.
 *
 * @param resource the public URL of the resource, as clients use it
 * @param authorizationServers the issuers whose tokens are accepted, in order of preference; at least one
 * @param enabled whether the endpoints serve at all; {@code false} makes them answer 503 and opens nothing
 * @param audiences the accepted values of {@code aud}; empty for the resource alone
 * @param metadataUrl where the metadata is published, or {@code null} for the well-known URL of the resource
 * @param jwksUrl the key set of the only issuer, or {@code null} to take it from issuer metadata
 * @param algorithms the JWS algorithms that are accepted; asymmetric ones only
 * @param profile how strictly the form of a JWT access token is taken
 * @param clockSkew how far clocks may differ, at most 5 minutes
 * @param scopesRequired the scopes every request needs
 * @param scopesSupported the scopes the metadata names; those of the operations are added
 * @param operationScopes the scopes each operation needs
 * @param scopeEvaluator the judge of hierarchies among scopes
 * @param sessionBinding how sessions are bound to principals
 * @param sessionIdleTimeout how long an unused session stays bound
 * @param requestStateKeys the keys that protect request states, 32 characters or more each; the first one seals, all open; empty for a key of this process
 * @param requestStateTtl how long a request state is accepted
 * @param originsAllowed the values of {@code Origin} that are accepted beside the origin of the resource
 * @param corsOrigins the origins whose browser pages may call the endpoints
 * @param maxBodyBytes the largest request body in bytes
 * @param realm the {@code realm} of challenges; empty for none
 * @param resourceName a name for people, or {@code null}
 * @param resourceDocumentation a page for developers, or {@code null}
 */
public record ResourceServerConfiguration(
        ResourceIdentifier resource,
        List<Issuer> authorizationServers,
        boolean enabled,
        List<String> audiences,
        @Nullable URI metadataUrl,
        @Nullable URI jwksUrl,
        Set<String> algorithms,
        TokenProfile profile,
        Duration clockSkew,
        Scopes scopesRequired,
        Scopes scopesSupported,
        OperationScopes operationScopes,
        ScopeEvaluator scopeEvaluator,
        SessionBinding sessionBinding,
        Duration sessionIdleTimeout,
        List<Secret> requestStateKeys,
        Duration requestStateTtl,
        Set<String> originsAllowed,
        Set<String> corsOrigins,
        int maxBodyBytes,
        String realm,
        @Nullable String resourceName,
        @Nullable URI resourceDocumentation) {
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);
    private static final int MIN_KEY = 32;

    /** How strictly the form of a JWT access token is taken. */
    public enum TokenProfile {
        /** Tokens of servers that do not follow RFC 9068, such as {@code typ: JWT} and {@code azp}. */
        LENIENT,
        /** RFC 9068: {@code typ} is {@code at+jwt}, and its required claims are there. */
        RFC9068
    }

    /** How sessions are bound to principals. */
    public enum SessionBinding {
        /** A session answers its owner only. */
        ENFORCE,
        /** The same, and principals with a missing part are refused. */
        STRICT,
        /** A mismatch is logged only. Weakens security. */
        DANGEROUS_LOG,
        /** Sessions are not bound. Weakens security. */
        DANGEROUS_OFF
    }

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value is missing or breaks a rule
     */
    public ResourceServerConfiguration {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(scopesRequired, "scopesRequired");
        Objects.requireNonNull(scopesSupported, "scopesSupported");
        Objects.requireNonNull(operationScopes, "operationScopes");
        Objects.requireNonNull(scopeEvaluator, "scopeEvaluator");
        Objects.requireNonNull(sessionBinding, "sessionBinding");
        Objects.requireNonNull(realm, "realm");
        authorizationServers = List.copyOf(authorizationServers);
        audiences = audiences.isEmpty() ? List.of(resource.value()) : List.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        requestStateKeys = List.copyOf(requestStateKeys);
        originsAllowed = Set.copyOf(originsAllowed);
        corsOrigins = Set.copyOf(corsOrigins);
        require(!authorizationServers.isEmpty(), "authorization-servers", "names at least one issuer");
        require(jwksUrl == null || authorizationServers.size() == 1, "jwks-url", "is for one issuer only");
        require(!algorithms.isEmpty(), "token.algorithms", "names at least one algorithm");
        require(
                algorithms.stream().noneMatch(ResourceServerConfiguration::isSymmetric),
                "token.algorithms",
                "takes asymmetric algorithms only");
        require(!clockSkew.isNegative() && clockSkew.compareTo(MAX_SKEW) <= 0, "token.clock-skew", "is 0 to 5 minutes");
        require(isPositive(sessionIdleTimeout), "session-binding.idle-timeout", "must be positive");
        require(isPositive(requestStateTtl), "request-state.ttl", "must be positive");
        require(
                requestStateKeys.stream().allMatch(key -> key.reveal().length() >= MIN_KEY),
                "request-state.keys",
                "have 32 characters or more each");
        require(maxBodyBytes > 0, "max-body-size", "must be positive");
        require(
                !scopesRequired.contains("offline_access") && !scopesSupported.contains("offline_access"),
                "scopes-supported",
                "must not name offline_access");
        require(!corsOrigins.contains("*"), "cors-origins", "names origins one by one");
    }

    /**
     * A builder with the defaults.
     *
     * @param resource the public URL of the resource, as clients use it
     * @param authorizationServers the issuers whose tokens are accepted, in order of preference; at least one
     * @return a new builder, to be used by one thread
     */
    public static Builder builder(ResourceIdentifier resource, List<Issuer> authorizationServers) {
        return new Builder(resource, authorizationServers);
    }

    /**
     * Where the metadata of the resource is published.
     *
     * @return the configured URL, or the well-known URL with the path of the resource inserted
     */
    public URI effectiveMetadataUrl() {
        return metadataUrl != null ? metadataUrl : resource.metadataLocations().get(0);
    }

    /** Gives resource and authorization servers. */
    @Override
    public String toString() {
        return "ResourceServerConfiguration[resource=" + resource + ", authorizationServers=" + authorizationServers
                + "]";
    }

    private static boolean isSymmetric(String algorithm) {
        return algorithm.startsWith("HS") || "none".equalsIgnoreCase(algorithm);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean condition, String key, String message) {
        if (!condition) {
            throw new ConfigurationException(key, message);
        }
    }

    /** Collects the values of a configuration. Not safe for use by several threads. */
    public static final class Builder {
        private final ResourceIdentifier resource;
        private final List<Issuer> authorizationServers;
        private boolean enabled = true;
        private List<String> audiences = List.of();
        private @Nullable URI metadataUrl;
        private @Nullable URI jwksUrl;
        private Set<String> algorithms = Set.of(
                "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519");
        private TokenProfile profile = TokenProfile.LENIENT;
        private Duration clockSkew = Duration.ofSeconds(30);
        private Scopes scopesRequired = Scopes.NONE;
        private Scopes scopesSupported = Scopes.NONE;
        private OperationScopes operationScopes = operation -> Scopes.NONE;
        private ScopeEvaluator scopeEvaluator = ScopeEvaluator.EXACT;
        private SessionBinding sessionBinding = SessionBinding.ENFORCE;
        private Duration sessionIdleTimeout = Duration.ofMinutes(30);
        private List<Secret> requestStateKeys = List.of();
        private Duration requestStateTtl = Duration.ofMinutes(10);
        private Set<String> originsAllowed = Set.of();
        private Set<String> corsOrigins = Set.of();
        private int maxBodyBytes = 4 * 1024 * 1024;
        private String realm = "";
        private @Nullable String resourceName;
        private @Nullable URI resourceDocumentation;

        private Builder(ResourceIdentifier resource, List<Issuer> authorizationServers) {
            this.resource = Objects.requireNonNull(resource, "resource");
            this.authorizationServers = Objects.requireNonNull(authorizationServers, "authorizationServers");
        }

        /**
         * Sets whether the endpoints serve at all; {@code false} makes them answer 503 and opens nothing.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder enabled(boolean value) {
            this.enabled = value;
            return this;
        }

        /**
         * Sets the accepted values of {@code aud}; empty for the resource alone.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder audiences(List<String> value) {
            this.audiences = value;
            return this;
        }

        /**
         * Sets where the metadata is published, or {@code null} for the well-known URL of the resource.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder metadataUrl(@Nullable URI value) {
            this.metadataUrl = value;
            return this;
        }

        /**
         * Sets the key set of the only issuer, or {@code null} to take it from issuer metadata.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder jwksUrl(@Nullable URI value) {
            this.jwksUrl = value;
            return this;
        }

        /**
         * Sets the JWS algorithms that are accepted; asymmetric ones only.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder algorithms(Set<String> value) {
            this.algorithms = value;
            return this;
        }

        /**
         * Sets how strictly the form of a JWT access token is taken.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder profile(TokenProfile value) {
            this.profile = value;
            return this;
        }

        /**
         * Sets how far clocks may differ, at most 5 minutes.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder clockSkew(Duration value) {
            this.clockSkew = value;
            return this;
        }

        /**
         * Sets the scopes every request needs.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder scopesRequired(Scopes value) {
            this.scopesRequired = value;
            return this;
        }

        /**
         * Sets the scopes the metadata names; those of the operations are added.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder scopesSupported(Scopes value) {
            this.scopesSupported = value;
            return this;
        }

        /**
         * Sets the scopes each operation needs.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder operationScopes(OperationScopes value) {
            this.operationScopes = value;
            return this;
        }

        /**
         * Sets the judge of hierarchies among scopes.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder scopeEvaluator(ScopeEvaluator value) {
            this.scopeEvaluator = value;
            return this;
        }

        /**
         * Sets how sessions are bound to principals.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder sessionBinding(SessionBinding value) {
            this.sessionBinding = value;
            return this;
        }

        /**
         * Sets how long an unused session stays bound.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder sessionIdleTimeout(Duration value) {
            this.sessionIdleTimeout = value;
            return this;
        }

        /**
         * Sets the keys that protect request states, 32 characters or more each; the first one seals, all open; empty for a key of this process.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder requestStateKeys(List<Secret> value) {
            this.requestStateKeys = value;
            return this;
        }

        /**
         * Sets how long a request state is accepted.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder requestStateTtl(Duration value) {
            this.requestStateTtl = value;
            return this;
        }

        /**
         * Sets the values of {@code Origin} that are accepted beside the origin of the resource.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder originsAllowed(Set<String> value) {
            this.originsAllowed = value;
            return this;
        }

        /**
         * Sets the origins whose browser pages may call the endpoints.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder corsOrigins(Set<String> value) {
            this.corsOrigins = value;
            return this;
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
         * Sets the {@code realm} of challenges; empty for none.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder realm(String value) {
            this.realm = value;
            return this;
        }

        /**
         * Sets a name for people, or {@code null}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder resourceName(@Nullable String value) {
            this.resourceName = value;
            return this;
        }

        /**
         * Sets a page for developers, or {@code null}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder resourceDocumentation(@Nullable URI value) {
            this.resourceDocumentation = value;
            return this;
        }

        /**
         * The configuration.
         *
         * @return an immutable configuration
         * @throws ConfigurationException if a value is missing or breaks a rule
         */
        public ResourceServerConfiguration build() {
            return new ResourceServerConfiguration(
                    resource,
                    authorizationServers,
                    enabled,
                    audiences,
                    metadataUrl,
                    jwksUrl,
                    algorithms,
                    profile,
                    clockSkew,
                    scopesRequired,
                    scopesSupported,
                    operationScopes,
                    scopeEvaluator,
                    sessionBinding,
                    sessionIdleTimeout,
                    requestStateKeys,
                    requestStateTtl,
                    originsAllowed,
                    corsOrigins,
                    maxBodyBytes,
                    realm,
                    resourceName,
                    resourceDocumentation);
        }
    }
}
