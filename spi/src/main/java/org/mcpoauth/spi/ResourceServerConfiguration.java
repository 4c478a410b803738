package org.mcpoauth.spi;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.resource.BindingRules;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.ClientCertificateSource;
import org.mcpoauth.spi.resource.ContainerTokenSource;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.IdentityRules;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.KeySetCaching;
import org.mcpoauth.spi.resource.OperationAuthentication;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.OriginPolicy;
import org.mcpoauth.spi.resource.RequestStateRules;
import org.mcpoauth.spi.resource.ResourceDescription;
import org.mcpoauth.spi.resource.ScopeEvaluator;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.resource.UserAuthentication;

/**
 * The configuration of one protected resource, such as an MCP server (RFC 9728). Immutable.
 *
 * <p>Audience checking cannot be switched off; whatever weakens anything has a name that says so.
 *
 * @param resource the public URL of the resource, as clients use it
 * @param issuers the authorization servers whose tokens are accepted, in order of preference; at least one
 * @param enabled whether the endpoints serve at all; {@code false} makes them answer 503 and opens nothing
 * @param audiences the accepted values of {@code aud}; empty for the resource alone
 * @param form which tokens are taken
 * @param containerTokens tells by which token the container has authenticated a caller, or {@code null};
 *     asked for {@link TokenForm#CONTAINER} only, and needed for it
 * @param token what tokens must look like
 * @param introspection how opaque tokens are judged, or {@code null} to refuse them
 * @param keySetCaching how long key sets are used
 * @param tokenCache how many accepted JWTs are remembered
 * @param dpop how DPoP-bound tokens are taken
 * @param certificates how certificate-bound tokens are taken
 * @param identity which claims name caller and roles
 * @param userAuthentication how the user must have been authenticated for any request
 * @param operationAuthentication how the user must have been authenticated for each operation
 * @param scopes the scopes beyond those of the operations
 * @param operationScopes the scopes each operation needs
 * @param scopeEvaluator the judge of hierarchies among scopes
 * @param bindings how sessions, tasks and handles are bound to principals
 * @param requestState how {@code requestState} is protected
 * @param origins which browsers may call
 * @param description what the metadata says beyond these rules
 * @param anonymousMethods the JSON-RPC methods that need no token; weakens security, empty by default
 * @param maxBodyBytes the largest request body in bytes
 * @param realm the {@code realm} of challenges; empty for none
 */
public record ResourceServerConfiguration(
        ResourceIdentifier resource,
        List<TrustedIssuer> issuers,
        boolean enabled,
        List<String> audiences,
        TokenForm form,
        @Nullable ContainerTokenSource containerTokens,
        TokenRules token,
        @Nullable IntrospectionRules introspection,
        KeySetCaching keySetCaching,
        TokenCacheLimits tokenCache,
        DpopPolicy dpop,
        CertificatePolicy certificates,
        IdentityRules identity,
        UserAuthentication userAuthentication,
        OperationAuthentication operationAuthentication,
        ScopeRules scopes,
        OperationScopes operationScopes,
        ScopeEvaluator scopeEvaluator,
        BindingRules bindings,
        RequestStateRules requestState,
        OriginPolicy origins,
        ResourceDescription description,
        Set<String> anonymousMethods,
        int maxBodyBytes,
        String realm) {

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value is missing or breaks a rule
     */
    public ResourceServerConfiguration {
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(keySetCaching, "keySetCaching");
        Objects.requireNonNull(tokenCache, "tokenCache");
        Objects.requireNonNull(dpop, "dpop");
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(userAuthentication, "userAuthentication");
        Objects.requireNonNull(operationAuthentication, "operationAuthentication");
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(operationScopes, "operationScopes");
        Objects.requireNonNull(scopeEvaluator, "scopeEvaluator");
        Objects.requireNonNull(bindings, "bindings");
        Objects.requireNonNull(requestState, "requestState");
        Objects.requireNonNull(origins, "origins");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(realm, "realm");
        issuers = List.copyOf(issuers);
        audiences = audiences.isEmpty() ? List.of(resource.value()) : List.copyOf(audiences);
        anonymousMethods = Set.copyOf(anonymousMethods);
        requireIssuers(issuers);
        requireIntrospection(form, introspection, issuers);
        if (form == TokenForm.CONTAINER) {
            requireContainer(containerTokens, issuers);
        }
        require(maxBodyBytes > 0, "max-body-size", "must be positive");
    }

    /**
     * A builder with the defaults.
     *
     * @param resource the public URL of the resource, as clients use it
     * @param authorizationServers the issuers whose tokens are accepted, in order of preference; at least one
     * @return a new builder, to be used by one thread
     */
    public static Builder builder(ResourceIdentifier resource, List<Issuer> authorizationServers) {
        return new Builder(
                resource, authorizationServers.stream().map(TrustedIssuer::of).toList());
    }

    /**
     * The issuer identifiers of the authorization servers.
     *
     * @return in order of preference, at least one
     */
    public List<Issuer> authorizationServers() {
        return issuers.stream().map(TrustedIssuer::issuer).toList();
    }

    /**
     * Where the metadata of the resource is published.
     *
     * @return the configured URL, or the well-known URL with the path of the resource inserted
     */
    public URI effectiveMetadataUrl() {
        URI configured = description.url();
        return configured != null ? configured : resource.metadataLocations().get(0);
    }

    /** Gives resource and authorization servers. */
    @Override
    public String toString() {
        return "ResourceServerConfiguration[resource=" + resource + ", authorizationServers=" + authorizationServers()
                + "]";
    }

    private static void requireIssuers(List<TrustedIssuer> issuers) {
        require(!issuers.isEmpty(), "authorization-servers", "names at least one issuer");
        Set<Issuer> distinct = new LinkedHashSet<>();
        require(
                issuers.stream().allMatch(trusted -> distinct.add(trusted.issuer())),
                "authorization-servers",
                "names an issuer twice");
    }

    private static void requireIntrospection(
            TokenForm form, @Nullable IntrospectionRules introspection, List<TrustedIssuer> issuers) {
        boolean asks = form == TokenForm.INTROSPECTION || issuers.stream().anyMatch(TrustedIssuer::introspected);
        if (introspection == null) {
            require(!asks, "introspection.client-id", "is needed to ask about tokens");
            return;
        }
        require(
                issuers.stream()
                        .filter(TrustedIssuer::introspected)
                        .allMatch(trusted -> trusted.issuer().equals(introspection.issuer())),
                "introspection.issuer",
                "is the only issuer whose tokens can be asked about");
        require(form != TokenForm.JWT, "verifier", "is jwt, so introspection would never be asked");
        require(form != TokenForm.CONTAINER, "verifier", "is container, so introspection would never be asked");
        require(
                issuers.stream().anyMatch(trusted -> trusted.issuer().equals(introspection.issuer())),
                "introspection.issuer",
                "is one of authorization-servers");
    }

    /** A container does not say whose key it has verified a token with, so there must be no choice. */
    private static void requireContainer(@Nullable ContainerTokenSource source, List<TrustedIssuer> issuers) {
        require(
                source != null,
                "verifier",
                "is container, but nothing tells by which token the container has authenticated a caller; the API of"
                        + " MicroProfile JWT is not there");
        require(issuers.size() == 1, "authorization-servers", "is one issuer where verifier is container");
        require(
                issuers.stream()
                        .allMatch(trusted -> trusted.jwksUrl() == null
                                && trusted.keys().current().isEmpty()),
                "jwks-url",
                "and other keys are not read where verifier is container, which verifies signatures itself");
    }

    private static void require(boolean condition, String key, String message) {
        if (!condition) {
            throw new ConfigurationException(key, message);
        }
    }

    /** Collects the values of a configuration. Not safe for use by several threads. */
    public static final class Builder {
        private final ResourceIdentifier resource;
        private List<TrustedIssuer> issuers;
        private boolean enabled = true;
        private List<String> audiences = List.of();
        private TokenForm form = TokenForm.AUTO;
        private @Nullable ContainerTokenSource containerTokens;
        private TokenRules token = TokenRules.DEFAULT;
        private @Nullable IntrospectionRules introspection;
        private KeySetCaching keySetCaching = KeySetCaching.DEFAULT;
        private TokenCacheLimits tokenCache = TokenCacheLimits.DEFAULT;
        private DpopPolicy dpop = DpopPolicy.DEFAULT;
        private CertificatePolicy certificates = CertificatePolicy.DEFAULT;
        private IdentityRules identity = IdentityRules.DEFAULT;
        private UserAuthentication userAuthentication = UserAuthentication.ANY;
        private OperationAuthentication operationAuthentication = OperationAuthentication.NONE;
        private ScopeRules scopes = ScopeRules.DEFAULT;
        private OperationScopes operationScopes = OperationScopes.NONE;
        private ScopeEvaluator scopeEvaluator = ScopeEvaluator.EXACT;
        private BindingRules bindings = BindingRules.DEFAULT;
        private RequestStateRules requestState = RequestStateRules.DEFAULT;
        private OriginPolicy origins = OriginPolicy.DEFAULT;
        private ResourceDescription description = ResourceDescription.DEFAULT;
        private Set<String> anonymousMethods = Set.of();
        private int maxBodyBytes = 4 * 1024 * 1024;
        private String realm = "";

        private Builder(ResourceIdentifier resource, List<TrustedIssuer> issuers) {
            this.resource = Objects.requireNonNull(resource, "resource");
            this.issuers = issuers;
        }

        /**
         * Sets the authorization servers with rules of their own.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder issuers(List<TrustedIssuer> value) {
            this.issuers = value;
            return this;
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
         * Sets which tokens are taken; default JWTs, and others where introspection is configured.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder form(TokenForm value) {
            this.form = value;
            return this;
        }

        /**
         * Sets who tells by which token the container has authenticated a caller; default nobody. Only asked
         * for {@link TokenForm#CONTAINER}.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder containerTokens(@Nullable ContainerTokenSource value) {
            this.containerTokens = value;
            return this;
        }

        /**
         * Sets what tokens must look like.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder token(TokenRules value) {
            this.token = value;
            return this;
        }

        /**
         * Sets how opaque tokens are judged; default they are refused.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder introspection(@Nullable IntrospectionRules value) {
            this.introspection = value;
            return this;
        }

        /**
         * Sets how long key sets are used.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder keySetCaching(KeySetCaching value) {
            this.keySetCaching = value;
            return this;
        }

        /**
         * Sets how many accepted JWTs are remembered.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder tokenCache(TokenCacheLimits value) {
            this.tokenCache = value;
            return this;
        }

        /**
         * Sets how DPoP-bound tokens are taken.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder dpop(DpopPolicy value) {
            this.dpop = value;
            return this;
        }

        /**
         * Sets how certificate-bound tokens are taken.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder certificates(CertificatePolicy value) {
            this.certificates = value;
            return this;
        }

        /**
         * Sets where client certificates come from, and leaves the rest of {@link #certificates} as it is.
         *
         * @param value the source
         * @return this builder
         * @throws ConfigurationException if there are trusted proxies, which it would not ask
         */
        public Builder certificateSource(ClientCertificateSource value) {
            this.certificates = certificates.withSource(value);
            return this;
        }

        /**
         * Sets which claims name caller and roles.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder identity(IdentityRules value) {
            this.identity = value;
            return this;
        }

        /**
         * Sets how the user must have been authenticated for any request; default anyhow.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder userAuthentication(UserAuthentication value) {
            this.userAuthentication = value;
            return this;
        }

        /**
         * Sets how the user must have been authenticated for each operation; default anyhow.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder operationAuthentication(OperationAuthentication value) {
            this.operationAuthentication = value;
            return this;
        }

        /**
         * Sets the scopes beyond those of the operations.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder scopes(ScopeRules value) {
            this.scopes = value;
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
         * Sets the judge of hierarchies among scopes; default exact.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder scopeEvaluator(ScopeEvaluator value) {
            this.scopeEvaluator = value;
            return this;
        }

        /**
         * Sets how sessions, tasks and handles are bound to principals.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder bindings(BindingRules value) {
            this.bindings = value;
            return this;
        }

        /**
         * Sets how {@code requestState} is protected.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder requestState(RequestStateRules value) {
            this.requestState = value;
            return this;
        }

        /**
         * Sets which browsers may call.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder origins(OriginPolicy value) {
            this.origins = value;
            return this;
        }

        /**
         * Sets what the metadata says beyond the rules.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder description(ResourceDescription value) {
            this.description = value;
            return this;
        }

        /**
         * Sets the JSON-RPC methods that need no token; weakens security.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder anonymousMethods(Set<String> value) {
            this.anonymousMethods = value;
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
         * The configuration.
         *
         * @return a new configuration
         * @throws ConfigurationException if a value breaks a rule
         */
        public ResourceServerConfiguration build() {
            return new ResourceServerConfiguration(
                    resource,
                    issuers,
                    enabled,
                    audiences,
                    form,
                    containerTokens,
                    token,
                    introspection,
                    keySetCaching,
                    tokenCache,
                    dpop,
                    certificates,
                    identity,
                    userAuthentication,
                    operationAuthentication,
                    scopes,
                    operationScopes,
                    scopeEvaluator,
                    bindings,
                    requestState,
                    origins,
                    description,
                    anonymousMethods,
                    maxBodyBytes,
                    realm);
        }
    }
}
