package org.mcpoauth.spi;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AssertionModifier;
import org.mcpoauth.api.client.ClientAuthentication.AssertionOptions;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.AuthorizationServerSelector;
import org.mcpoauth.spi.client.CallerRules;
import org.mcpoauth.spi.client.ClientStorage;
import org.mcpoauth.spi.client.DiscoveryRules;
import org.mcpoauth.spi.client.GrantSources;
import org.mcpoauth.spi.client.PossessionRules;
import org.mcpoauth.spi.client.StepUpGate;
import org.mcpoauth.spi.client.WebRules;
import org.mcpoauth.spi.support.oauth.ClientRedirects;

/**
 * The configuration of the client of one MCP server. Immutable; the text form shows no secret.
 *
 * @param name the name in {@link McpOAuth}; without dots
 * @param serverUrl the URL of the MCP server
 * @param grant how tokens are obtained
 * @param metadata name, redirect URI and the rest of what the client says about itself; redirect URIs are
 *     {@code https}, or {@code http} to a loopback address or {@code localhost} (OAuth 2.1, section 1.5). Port 0 of
 *     a loopback address is left out
 * @param clientId the identifier of a pre-registered client, or {@code null}
 * @param clientSecret the secret of a pre-registered client, asked for each time it is shown, or {@code null}
 * @param clientKey the key for {@code private_key_jwt}, asked for each time something is signed, or {@code null}
 * @param issuer the only authorization server to use, or {@code null} to discover it; pre-registered
 *     credentials are sent to no other
 * @param metadataDocumentUrl the URL of our client ID metadata document, or {@code null}
 * @param initialAccessToken the token for dynamic registration, asked for each time, or {@code null}
 * @param scopes the scopes to ask for, or {@link Scopes#NONE} for those of the challenge or metadata
 * @param offlineAccess whether {@code offline_access} is asked for
 * @param additionalParameters further parameters of the authorization request, such as {@code prompt}
 * @param refreshSkew how long before its end a token is refreshed, though at most a fifth of its life; not
 *     negative
 * @param maxStepUps how often more scopes may be asked for after the first authorization, 0 to 10
 * @param originFallback whether the origin of the server may be taken for its issuer (MCP 2025-03-26)
 * @param agent takes the user to the authorization server, or {@code null} when nobody can
 * @param selector chooses among several authorization servers
 * @param stepUpGate decides before more scopes are asked for
 * @param possession whether tokens are bound to a key
 * @param sources what some grants need beyond the client
 * @param assertion what assertions of the client say, where it authenticates with one
 * @param storage where tokens and registrations are kept
 * @param callers whose tokens are used
 * @param web what a web application serves for this client
 * @param discovery what is demanded of metadata
 */
public record ClientConfiguration(
        String name,
        URI serverUrl,
        GrantKind grant,
        ClientMetadata metadata,
        @Nullable String clientId,
        @Nullable Changing<Secret> clientSecret,
        @Nullable Changing<SigningKey> clientKey,
        @Nullable Issuer issuer,
        @Nullable URI metadataDocumentUrl,
        @Nullable Changing<Secret> initialAccessToken,
        Scopes scopes,
        OfflineAccess offlineAccess,
        Parameters additionalParameters,
        Duration refreshSkew,
        int maxStepUps,
        boolean originFallback,
        @Nullable AuthorizationAgent agent,
        AuthorizationServerSelector selector,
        StepUpGate stepUpGate,
        PossessionRules possession,
        GrantSources sources,
        AssertionOptions assertion,
        ClientStorage storage,
        CallerRules callers,
        WebRules web,
        DiscoveryRules discovery) {
    private static final int STEP_UP_LIMIT = 10;

    /** How a client obtains its tokens. */
    public enum GrantKind {
        /** A user authorizes the client in a browser (RFC 6749, section 4.1). */
        AUTHORIZATION_CODE,
        /** The client acts for itself (RFC 6749, section 4.4). */
        CLIENT_CREDENTIALS,
        /** For a user as with {@link #AUTHORIZATION_CODE}, for the application as with {@link #CLIENT_CREDENTIALS}. */
        HYBRID,
        /** An identity provider vouches for the user (MCP extension "Enterprise-Managed Authorization"). */
        ID_JAG,
        /** The platform vouches for this workload (MCP extension "Workload Identity Federation"). */
        WORKLOAD_JWT,
        /** A user authorizes the client on another device (RFC 8628). */
        DEVICE,
        /** The host of the application obtains the tokens by itself. */
        TOKEN
    }

    /** When {@code offline_access} is asked for (MCP authorization, "Refresh Tokens"). */
    public enum OfflineAccess {
        /** When the authorization server lists it. */
        AUTO,
        /** Always. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /**
     * Checks the components against each other.
     *
     * @throws ConfigurationException if a value is missing or contradicts another one
     */
    public ClientConfiguration {
        Objects.requireNonNull(serverUrl, "serverUrl");
        Objects.requireNonNull(grant, "grant");
        Objects.requireNonNull(metadata, "metadata");
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(offlineAccess, "offlineAccess");
        Objects.requireNonNull(additionalParameters, "additionalParameters");
        Objects.requireNonNull(selector, "selector");
        Objects.requireNonNull(stepUpGate, "stepUpGate");
        Objects.requireNonNull(possession, "possession");
        Objects.requireNonNull(sources, "sources");
        Objects.requireNonNull(assertion, "assertion");
        Objects.requireNonNull(storage, "storage");
        Objects.requireNonNull(callers, "callers");
        Objects.requireNonNull(web, "web");
        Objects.requireNonNull(discovery, "discovery");
        require(!name.isEmpty() && name.indexOf('.') < 0, "name", "is not empty and has no dots");
        require(!refreshSkew.isNegative(), "refresh.skew", "must not be negative");
        require(maxStepUps >= 0 && maxStepUps <= STEP_UP_LIMIT, "step-up.max-retries", "is 0 to 10");
        require(clientId != null || clientSecret == null, "client-id", "is needed beside client-secret");
        metadata = ClientRedirects.registrable(metadata);
        requireClient(grant, clientId, metadataDocumentUrl);
        requireSources(grant, sources, issuer);
        requireWeb(grant, metadata, metadataDocumentUrl, web);
        require(
                web.login() == WebRules.Login.OFF || isPathSegment(name),
                "login",
                "is for clients whose name has no other characters than A-Z a-z 0-9 - _ ~, since it is in a path");
        require(isResource(serverUrl), "server-url", "is an absolute http(s) URL without fragment");
        require(
                !originFallback || discovery.trust() == null,
                "legacy-2025-03-26",
                "must not be beside resource-metadata.trust-issuer: without metadata nothing is signed");
    }

    /** RFC 3986, section 2.3: other characters have several ways to be written in a path. */
    private static boolean isPathSegment(String name) {
        return name.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "-_~".indexOf(c) >= 0);
    }

    private static void requireClient(GrantKind grant, @Nullable String clientId, @Nullable URI metadataDocumentUrl) {
        switch (grant) {
            case CLIENT_CREDENTIALS -> require(clientId != null, "client-id", "is needed for grant client-credentials");
            case HYBRID -> require(clientId != null, "client-id", "is needed for grant hybrid");
            // the identity provider names the client in its assertion, so it must know it beforehand
            case ID_JAG ->
                require(
                        clientId != null || metadataDocumentUrl != null,
                        "client-id",
                        "or metadata-document.url is needed for grant id-jag");
            case WORKLOAD_JWT ->
                require(
                        clientId == null,
                        "client-id",
                        "must not be there for grant workload-jwt: the token says who calls");
            case TOKEN ->
                require(clientId == null, "client-id", "must not be there for grant token: the tokens are the host's");
            case AUTHORIZATION_CODE, DEVICE -> {}
        }
    }

    private static void requireSources(GrantKind grant, GrantSources sources, @Nullable Issuer issuer) {
        switch (grant) {
            case ID_JAG -> {
                require(sources.identityProvider() != null, "id-jag.idp-issuer", "is needed for grant id-jag");
                require(
                        sources.subjectTokens() != null,
                        "id-jag.subject-token-file",
                        "or a SubjectTokenSource is needed for grant id-jag");
            }
            case WORKLOAD_JWT ->
                require(
                        sources.workload() != null,
                        "workload.token-file",
                        "or an AssertionSource is needed for grant workload-jwt");
            case DEVICE -> require(sources.device() != null, "grant", "device needs a DeviceAgent that shows the code");
            case TOKEN -> {
                require(sources.host() != null, "grant", "token needs a TokenSource");
                require(issuer != null, "issuer", "is needed for grant token: whose tokens the host has");
            }
            case AUTHORIZATION_CODE, CLIENT_CREDENTIALS, HYBRID -> {}
        }
    }

    private static void requireWeb(
            GrantKind grant, ClientMetadata metadata, @Nullable URI metadataDocumentUrl, WebRules web) {
        require(
                !web.servesMetadataDocument() || metadataDocumentUrl != null,
                "metadata-document.url",
                "is needed to serve the document");
        if (web.login() != WebRules.Login.OFF) {
            require(
                    grant == GrantKind.AUTHORIZATION_CODE || grant == GrantKind.HYBRID,
                    "login",
                    "is for grants authorization-code and hybrid");
            require(!metadata.redirectUris().isEmpty(), "redirect-uri", "is needed for login");
        }
    }

    /**
     * A builder with the defaults.
     *
     * @param name the name in {@link McpOAuth}
     * @param serverUrl the URL of the MCP server
     * @param metadata what the client says about itself
     * @return a new builder, to be used by one thread
     */
    public static Builder builder(String name, URI serverUrl, ClientMetadata metadata) {
        return new Builder(name, serverUrl, metadata);
    }

    /**
     * The identifier of the MCP server.
     *
     * @return the canonical form of its URL
     */
    public ResourceIdentifier resource() {
        return ResourceIdentifier.canonical(serverUrl);
    }

    /** Gives name and server. */
    @Override
    public String toString() {
        return "ClientConfiguration[name=" + name + ", serverUrl=" + serverUrl + "]";
    }

    private static void require(boolean condition, String key, String message) {
        if (!condition) {
            throw new ConfigurationException(key, message);
        }
    }

    private static boolean isResource(URI url) {
        try {
            ResourceIdentifier.canonical(url);
            return true;
        } catch (IllegalArgumentException notAResource) {
            return false;
        }
    }

    /** Collects the values of a configuration. Not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private final URI serverUrl;
        private final ClientMetadata metadata;
        private GrantKind grant = GrantKind.AUTHORIZATION_CODE;
        private @Nullable String clientId;
        private @Nullable Changing<Secret> clientSecret;
        private @Nullable Changing<SigningKey> clientKey;
        private @Nullable Issuer issuer;
        private @Nullable URI metadataDocumentUrl;
        private @Nullable Changing<Secret> initialAccessToken;
        private Scopes scopes = Scopes.NONE;
        private OfflineAccess offlineAccess = OfflineAccess.AUTO;
        private Parameters additionalParameters = Parameters.NONE;
        private Duration refreshSkew = Duration.ofSeconds(30);
        private int maxStepUps = 2;
        private boolean originFallback;
        private @Nullable AuthorizationAgent agent;
        private AuthorizationServerSelector selector = AuthorizationServerSelector.FIRST;
        private StepUpGate stepUpGate = StepUpGate.AUTO;
        private PossessionRules possession = PossessionRules.DEFAULT;
        private GrantSources sources = GrantSources.NONE;
        private AssertionOptions assertion = AssertionOptions.DEFAULT;
        private @Nullable AssertionModifier assertionModifier;
        private ClientStorage storage = ClientStorage.DEFAULT;
        private CallerRules callers = CallerRules.APPLICATION;
        private WebRules web = WebRules.NONE;
        private DiscoveryRules discovery = DiscoveryRules.DEFAULT;

        private Builder(String name, URI serverUrl, ClientMetadata metadata) {
            this.name = Objects.requireNonNull(name, "name");
            this.serverUrl = Objects.requireNonNull(serverUrl, "serverUrl");
            this.metadata = Objects.requireNonNull(metadata, "metadata");
        }

        /**
         * Sets how tokens are obtained.
         *
         * @param value the kind; default {@link GrantKind#AUTHORIZATION_CODE}
         * @return this builder
         */
        public Builder grant(GrantKind value) {
            this.grant = value;
            return this;
        }

        /**
         * Sets the identifier of a pre-registered client.
         *
         * @param value the identifier, or {@code null}
         * @return this builder
         */
        public Builder clientId(@Nullable String value) {
            this.clientId = value;
            return this;
        }

        /**
         * Sets the secret of a pre-registered client.
         *
         * @param value the secret, or {@code null}
         * @return this builder
         */
        public Builder clientSecret(@Nullable Secret value) {
            this.clientSecret = value == null ? null : Changing.of(value);
            return this;
        }

        /**
         * Sets the secret of a pre-registered client, which may be exchanged.
         *
         * @param value gives the secret
         * @return this builder
         */
        public Builder clientSecret(Changing<Secret> value) {
            this.clientSecret = value;
            return this;
        }

        /**
         * Sets the key for {@code private_key_jwt}.
         *
         * @param value the key, or {@code null}
         * @return this builder
         */
        public Builder clientKey(@Nullable SigningKey value) {
            this.clientKey = value == null ? null : Changing.of(value);
            return this;
        }

        /**
         * Sets the key for {@code private_key_jwt}, which may be exchanged.
         *
         * @param value gives the key
         * @return this builder
         */
        public Builder clientKey(Changing<SigningKey> value) {
            this.clientKey = value;
            return this;
        }

        /**
         * Pins the authorization server.
         *
         * @param value the issuer, or {@code null} to discover it
         * @return this builder
         */
        public Builder issuer(@Nullable Issuer value) {
            this.issuer = value;
            return this;
        }

        /**
         * Sets the URL of our client ID metadata document.
         *
         * @param value the URL, {@code https} with a path, or {@code null}
         * @return this builder
         */
        public Builder metadataDocumentUrl(@Nullable URI value) {
            this.metadataDocumentUrl = value;
            return this;
        }

        /**
         * Sets the token for dynamic registration.
         *
         * @param value the token, or {@code null}
         * @return this builder
         */
        public Builder initialAccessToken(@Nullable Secret value) {
            this.initialAccessToken = value == null ? null : Changing.of(value);
            return this;
        }

        /**
         * Sets the token for dynamic registration, which may be exchanged.
         *
         * @param value gives the token
         * @return this builder
         */
        public Builder initialAccessToken(Changing<Secret> value) {
            this.initialAccessToken = value;
            return this;
        }

        /**
         * Sets the scopes to ask for.
         *
         * @param value the scopes; default those of the challenge or metadata
         * @return this builder
         */
        public Builder scopes(Scopes value) {
            this.scopes = value;
            return this;
        }

        /**
         * Sets whether {@code offline_access} is asked for.
         *
         * @param value when; default {@link OfflineAccess#AUTO}
         * @return this builder
         */
        public Builder offlineAccess(OfflineAccess value) {
            this.offlineAccess = value;
            return this;
        }

        /**
         * Sets further parameters of the authorization request.
         *
         * @param value the parameters; default none
         * @return this builder
         */
        public Builder additionalParameters(Parameters value) {
            this.additionalParameters = value;
            return this;
        }

        /**
         * Sets how long before its end a token is refreshed.
         *
         * @param value the time; default 30 seconds
         * @return this builder
         */
        public Builder refreshSkew(Duration value) {
            this.refreshSkew = value;
            return this;
        }

        /**
         * Sets how often more scopes may be asked for.
         *
         * @param value the number, 0 to 10; default 2
         * @return this builder
         */
        public Builder maxStepUps(int value) {
            this.maxStepUps = value;
            return this;
        }

        /**
         * Allows servers of MCP 2025-03-26 without protected resource metadata; not beside a party that must sign them.
         *
         * @param value whether the origin may be the issuer; default {@code false}
         * @return this builder
         */
        public Builder originFallback(boolean value) {
            this.originFallback = value;
            return this;
        }

        /**
         * Sets who takes the user to the authorization server.
         *
         * @param value the agent, or {@code null} when nobody can
         * @return this builder
         */
        public Builder agent(@Nullable AuthorizationAgent value) {
            this.agent = value;
            return this;
        }

        /**
         * Sets who chooses among several authorization servers.
         *
         * @param value the selector; default {@link AuthorizationServerSelector#FIRST}
         * @return this builder
         */
        public Builder selector(AuthorizationServerSelector value) {
            this.selector = value;
            return this;
        }

        /**
         * Sets who decides before more scopes are asked for.
         *
         * @param value the gate; default {@link StepUpGate#AUTO}
         * @return this builder
         */
        public Builder stepUpGate(StepUpGate value) {
            this.stepUpGate = value;
            return this;
        }

        /**
         * Sets whether tokens are bound to a key.
         *
         * @param value the rules; default {@link PossessionRules#DEFAULT}
         * @return this builder
         */
        public Builder possession(PossessionRules value) {
            this.possession = value;
            return this;
        }

        /**
         * Changes what some grants need beyond the client.
         *
         * @param change gives the new value for the one so far; at first {@link GrantSources#NONE}
         * @return this builder
         */
        public Builder sources(UnaryOperator<GrantSources> change) {
            this.sources = change.apply(sources);
            return this;
        }

        /**
         * Sets what assertions of the client say.
         *
         * @param value the options; default {@link AssertionOptions#DEFAULT}
         * @return this builder
         */
        public Builder assertion(AssertionOptions value) {
            this.assertion = value;
            return this;
        }

        /**
         * Sets what changes assertions of the client before they are signed.
         *
         * @param value the modifier, instead of that of {@link #assertion}
         * @return this builder
         */
        public Builder assertionModifier(AssertionModifier value) {
            this.assertionModifier = value;
            return this;
        }

        /**
         * Sets where tokens and registrations are kept.
         *
         * @param change gives the new value for the one so far; at first {@link ClientStorage#DEFAULT}
         * @return this builder
         */
        public Builder storage(UnaryOperator<ClientStorage> change) {
            this.storage = change.apply(storage);
            return this;
        }

        /**
         * Changes whose tokens are used.
         *
         * @param change gives the new value for the one so far; at first {@link CallerRules#APPLICATION}
         * @return this builder
         */
        public Builder callers(UnaryOperator<CallerRules> change) {
            this.callers = change.apply(callers);
            return this;
        }

        /**
         * Sets what a web application serves for this client.
         *
         * @param value the rules; default {@link WebRules#NONE}
         * @return this builder
         */
        public Builder web(WebRules value) {
            this.web = value;
            return this;
        }

        /**
         * Sets what is demanded of metadata.
         *
         * @param change gives the new value for the one so far; at first {@link DiscoveryRules#DEFAULT}
         * @return this builder
         */
        public Builder discovery(UnaryOperator<DiscoveryRules> change) {
            this.discovery = change.apply(discovery);
            return this;
        }

        /**
         * The configuration.
         *
         * @return an immutable configuration
         * @throws ConfigurationException if a value is missing or contradicts another one
         */
        public ClientConfiguration build() {
            return new ClientConfiguration(
                    name,
                    serverUrl,
                    grant,
                    metadata,
                    clientId,
                    clientSecret,
                    clientKey,
                    issuer,
                    metadataDocumentUrl,
                    initialAccessToken,
                    scopes,
                    offlineAccess,
                    additionalParameters,
                    refreshSkew,
                    maxStepUps,
                    originFallback,
                    agent,
                    selector,
                    stepUpGate,
                    possession,
                    sources,
                    assertionModifier == null ? assertion : assertion.with(assertionModifier),
                    storage,
                    callers,
                    web,
                    discovery);
        }
    }
}
