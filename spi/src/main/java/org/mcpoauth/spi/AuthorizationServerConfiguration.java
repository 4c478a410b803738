package org.mcpoauth.spi;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;

/**
 * The configuration of an authorization server (RFC 8414). Immutable.
 *
 * <p>PKCE with S256 is always required and {@code iss} always sent.
 *
 * @param issuer the issuer identifier; the endpoints lie below it
 * @param resourcesAllowed the resources tokens may be issued for; at least one
 * @param basePath the path of the endpoints below the issuer, beginning with a slash
 * @param scopesSupported the scopes that may be granted
 * @param scopesDefault the scopes of a request that names none
 * @param codeTtl how long a code lives, at most 10 minutes
 * @param accessTokenTtl how long an access token lives
 * @param refreshTokenTtl how long a grant can be refreshed
 * @param refreshTokenIdleTtl how long an unused refresh token lives
 * @param signingAlgorithm the JWS algorithm of access tokens
 * @param dynamicRegistration whether clients may register themselves
 * @param maxClients how many clients may register themselves
 * @param clientIdMetadataDocuments whether URLs are taken as client identifiers
 * @param clientCredentials whether confidential clients may get tokens for themselves
 * @param clientAuthenticationMethods how clients may authenticate
 * @param localhostAnyPort whether {@code localhost} redirect URIs get a free port as loopback addresses do
 * @param maxBodyBytes the largest request body in bytes
 */
public record AuthorizationServerConfiguration(
        Issuer issuer,
        List<ResourceIdentifier> resourcesAllowed,
        String basePath,
        Scopes scopesSupported,
        Scopes scopesDefault,
        Duration codeTtl,
        Duration accessTokenTtl,
        Duration refreshTokenTtl,
        Duration refreshTokenIdleTtl,
        String signingAlgorithm,
        boolean dynamicRegistration,
        int maxClients,
        boolean clientIdMetadataDocuments,
        boolean clientCredentials,
        Set<ClientAuthenticationMethod> clientAuthenticationMethods,
        boolean localhostAnyPort,
        int maxBodyBytes) {
    private static final Duration MAX_CODE_TTL = Duration.ofMinutes(10);

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value is missing or breaks a rule
     */
    public AuthorizationServerConfiguration {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(scopesSupported, "scopesSupported");
        Objects.requireNonNull(scopesDefault, "scopesDefault");
        Objects.requireNonNull(signingAlgorithm, "signingAlgorithm");
        resourcesAllowed = List.copyOf(resourcesAllowed);
        clientAuthenticationMethods = Set.copyOf(clientAuthenticationMethods);
        require(!resourcesAllowed.isEmpty(), "resources-allowed", "names at least one resource");
        require(
                basePath.startsWith("/") && !basePath.endsWith("/"),
                "base-path",
                "begins with a slash and does not end with one");
        require(scopesSupported.containsAll(scopesDefault), "scopes-default", "are among scopes-supported");
        require(isPositive(codeTtl) && codeTtl.compareTo(MAX_CODE_TTL) <= 0, "code.ttl", "is up to 10 minutes");
        require(isPositive(accessTokenTtl), "access-token.ttl", "must be positive");
        require(isPositive(refreshTokenTtl), "refresh-token.ttl", "must be positive");
        require(isPositive(refreshTokenIdleTtl), "refresh-token.idle-ttl", "must be positive");
        require(!clientAuthenticationMethods.isEmpty(), "client-auth-methods", "names at least one method");
        require(maxClients > 0, "dcr.max-clients", "must be positive");
        require(maxBodyBytes > 0, "max-body-size", "must be positive");
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
        private final Issuer issuer;
        private final List<ResourceIdentifier> resourcesAllowed;
        private String basePath = "/oauth";
        private Scopes scopesSupported = Scopes.NONE;
        private Scopes scopesDefault = Scopes.NONE;
        private Duration codeTtl = Duration.ofSeconds(60);
        private Duration accessTokenTtl = Duration.ofMinutes(10);
        private Duration refreshTokenTtl = Duration.ofDays(30);
        private Duration refreshTokenIdleTtl = Duration.ofDays(7);
        private String signingAlgorithm = "RS256";
        private boolean dynamicRegistration = false;
        private int maxClients = 1000;
        private boolean clientIdMetadataDocuments = true;
        private boolean clientCredentials = true;
        private Set<ClientAuthenticationMethod> clientAuthenticationMethods = Set.of(
                ClientAuthenticationMethod.NONE,
                ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                ClientAuthenticationMethod.CLIENT_SECRET_POST,
                ClientAuthenticationMethod.PRIVATE_KEY_JWT);
        private boolean localhostAnyPort = true;
        private int maxBodyBytes = 64 * 1024;

        private Builder(Issuer issuer, List<ResourceIdentifier> resourcesAllowed) {
            this.issuer = Objects.requireNonNull(issuer, "issuer");
            this.resourcesAllowed = Objects.requireNonNull(resourcesAllowed, "resourcesAllowed");
        }

        /**
         * Sets the path of the endpoints below the issuer, beginning with a slash.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder basePath(String value) {
            this.basePath = value;
            return this;
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
         * Sets how long a code lives, at most 10 minutes.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder codeTtl(Duration value) {
            this.codeTtl = value;
            return this;
        }

        /**
         * Sets how long an access token lives.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder accessTokenTtl(Duration value) {
            this.accessTokenTtl = value;
            return this;
        }

        /**
         * Sets how long a grant can be refreshed.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder refreshTokenTtl(Duration value) {
            this.refreshTokenTtl = value;
            return this;
        }

        /**
         * Sets how long an unused refresh token lives.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder refreshTokenIdleTtl(Duration value) {
            this.refreshTokenIdleTtl = value;
            return this;
        }

        /**
         * Sets the JWS algorithm of access tokens.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder signingAlgorithm(String value) {
            this.signingAlgorithm = value;
            return this;
        }

        /**
         * Sets whether clients may register themselves.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder dynamicRegistration(boolean value) {
            this.dynamicRegistration = value;
            return this;
        }

        /**
         * Sets how many clients may register themselves.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder maxClients(int value) {
            this.maxClients = value;
            return this;
        }

        /**
         * Sets whether URLs are taken as client identifiers.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder clientIdMetadataDocuments(boolean value) {
            this.clientIdMetadataDocuments = value;
            return this;
        }

        /**
         * Sets whether confidential clients may get tokens for themselves.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder clientCredentials(boolean value) {
            this.clientCredentials = value;
            return this;
        }

        /**
         * Sets how clients may authenticate.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder clientAuthenticationMethods(Set<ClientAuthenticationMethod> value) {
            this.clientAuthenticationMethods = value;
            return this;
        }

        /**
         * Sets whether {@code localhost} redirect URIs get a free port as loopback addresses do.
         *
         * @param value the new value
         * @return this builder
         */
        public Builder localhostAnyPort(boolean value) {
            this.localhostAnyPort = value;
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
         * The configuration.
         *
         * @return an immutable configuration
         * @throws ConfigurationException if a value is missing or breaks a rule
         */
        public AuthorizationServerConfiguration build() {
            return new AuthorizationServerConfiguration(
                    issuer,
                    resourcesAllowed,
                    basePath,
                    scopesSupported,
                    scopesDefault,
                    codeTtl,
                    accessTokenTtl,
                    refreshTokenTtl,
                    refreshTokenIdleTtl,
                    signingAlgorithm,
                    dynamicRegistration,
                    maxClients,
                    clientIdMetadataDocuments,
                    clientCredentials,
                    clientAuthenticationMethods,
                    localhostAnyPort,
                    maxBodyBytes);
        }
    }
}
