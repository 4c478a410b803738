package org.mcpoauth.server.resource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.api.metadata.ProtectedResourceMetadataBuilder;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.message.RpcReader;
import org.mcpoauth.server.proof.NonceOffers;
import org.mcpoauth.server.proof.ProofAlgorithms;
import org.mcpoauth.server.proof.ResourceProofs;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.resource.ResourceDescription;
import org.mcpoauth.spi.resource.ResourceGuard;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.json.StrictJson;

/** A protected resource, put together from its configuration. */
final class ConfiguredResource implements ProtectedResource {
    private static final int MAX_ANSWER = 16 << 20;

    private final ResourceServerConfiguration configuration;
    private final TokenVerifier verifier;
    private final ProtectedResourceMetadata metadata;
    private final List<Endpoint> endpoints;
    private final PrincipalBinder binder;
    private final RequestStateCodec requestStates;
    private final ResourceGuard guard;

    ConfiguredResource(
            ResourceServerConfiguration configuration,
            TokenVerifier verifier,
            McpOAuthServices services,
            StrictJson json) {
        this.configuration = configuration;
        this.verifier = verifier;
        this.metadata = SignedMetadata.of(
                metadata(configuration), configuration.description().signature(), json, services);
        this.endpoints = new MetadataEndpoint(
                        json.writeBytes(metadata.toJson()),
                        configuration.description().maxAge())
                .at(metadataPaths(configuration));
        Audit audit = new Audit(configuration.resource(), services.auditListener());
        StoredPrincipalBinder storedBinder =
                new StoredPrincipalBinder(services.stateStore(), configuration.bindings(), audit);
        this.binder = configuration.bindings().keyBound() ? new KeyedPrincipalBinder(storedBinder, null) : storedBinder;
        this.requestStates = requestStates(configuration, services, json);
        this.guard = new BearerGuard(configuration, verifier, parts(storedBinder, audit, services, json));
    }

    private BearerGuard.Parts parts(
            StoredPrincipalBinder storedBinder, Audit audit, McpOAuthServices services, StrictJson json) {
        Duration skew = configuration.token().clockSkew();
        Responses responses = new Responses(json);
        GuardAnswers answers = new GuardAnswers(configuration, responses, Scopes.of(metadata.scopesSupported()));
        RpcReader reader = new RpcReader(json, configuration.maxBodyBytes(), MessageRules.MAX_MESSAGES);
        OwnedHandles handles = new OwnedHandles(storedBinder, configuration.bindings());
        GuardedAnswer.Rules rules = new GuardedAnswer.Rules(
                json,
                new RpcReader(json, MAX_ANSWER, Integer.MAX_VALUE),
                new RoundTripStates(
                        json, requestStates, configuration.requestState().sealed()),
                new TaskRules(handles, json),
                TokenLife.of(services, skew));
        return new BearerGuard.Parts(
                responses,
                answers,
                new MessageRules(reader, responses, configuration.maxBodyBytes()),
                new NeedRules(configuration, new AuthenticationRules(services.clock(), skew), answers),
                new SessionRules(handles),
                new HandleRules(responses, rules),
                new NonceOffers(ResourceProofs.nonces(configuration, services), json),
                audit);
    }

    @Override
    public ResourceServerConfiguration configuration() {
        return configuration;
    }

    @Override
    public ProtectedResourceMetadata metadata() {
        return metadata;
    }

    @Override
    public ResourceGuard guard() {
        return guard;
    }

    @Override
    public TokenVerifier verifier() {
        return verifier;
    }

    @Override
    public PrincipalBinder binder() {
        return binder;
    }

    @Override
    public RequestStateCodec requestStates() {
        return requestStates;
    }

    @Override
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /**
     * The document.
     *
     * @throws org.mcpoauth.api.error.ConfigurationException if it would name {@code offline_access}
     */
    private static ProtectedResourceMetadata metadata(ResourceServerConfiguration configuration) {
        Scopes scopes = configuration
                .scopes()
                .required()
                .union(configuration.scopes().supported())
                .union(configuration.operationScopes().all());
        ProtectedResourceMetadataBuilder metadata = ProtectedResourceMetadata.builder(configuration.resource())
                .authorizationServers(configuration.authorizationServers())
                .bearerMethodsSupported(List.of("header"));
        if (scopes.contains(GuardAnswers.OFFLINE_ACCESS)) {
            throw new ConfigurationException("operation-scopes", "must not name offline_access");
        }
        if (!scopes.isEmpty()) {
            metadata.scopesSupported(scopes.toList());
        }
        constrain(configuration, metadata);
        describe(configuration.description(), metadata);
        return metadata.build();
    }

    /** RFC 9728, section 2: how tokens may be bound to their sender; nothing is said of what is off. */
    private static void constrain(
            ResourceServerConfiguration configuration, ProtectedResourceMetadataBuilder metadata) {
        DpopPolicy dpop = configuration.dpop();
        if (dpop.use() != Use.OFF) {
            metadata.dpopSigningAlgValuesSupported(ProofAlgorithms.names(dpop));
        }
        if (dpop.use() == Use.REQUIRED) {
            metadata.dpopBoundAccessTokensRequired(true);
        }
        if (configuration.certificates().use() != Use.OFF) {
            metadata.tlsClientCertificateBoundAccessTokens(true);
        }
    }

    private static void describe(ResourceDescription description, ProtectedResourceMetadataBuilder metadata) {
        Optional.ofNullable(description.name()).ifPresent(metadata::resourceName);
        Optional.ofNullable(description.documentation()).ifPresent(metadata::resourceDocumentation);
        Optional.ofNullable(description.policyUri()).ifPresent(metadata::resourcePolicyUri);
        Optional.ofNullable(description.tosUri()).ifPresent(metadata::resourceTosUri);
    }

    /** RFC 9728, section 3.1: the path of the resource inserted, with and without a slash at its end. */
    private static Stream<String> metadataPaths(ResourceServerConfiguration configuration) {
        List<URI> wellKnown = configuration.resource().metadataLocations();
        Stream<URI> ofResource = configuration.description().alsoAtRoot()
                ? wellKnown.stream()
                : wellKnown.stream().limit(1);
        return Stream.concat(ofResource, Stream.of(configuration.effectiveMetadataUrl()))
                .map(URI::getRawPath)
                .flatMap(ConfiguredResource::withAndWithoutSlash);
    }

    private static Stream<String> withAndWithoutSlash(String path) {
        return Stream.of(path, path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/");
    }

    private static String audience(ResourceServerConfiguration configuration) {
        String configured = configuration.requestState().audience();
        return configured != null ? configured : configuration.resource().value();
    }

    private static RequestStateCodec requestStates(
            ResourceServerConfiguration configuration, McpOAuthServices services, StrictJson json) {
        RandomIds random = new RandomIds();
        RequestStateKeys keys = RequestStateKeys.of(configuration.requestState().keys(), services.stateStore(), random);
        if (configuration.requestState().sealed()) {
            keys.requireCommon();
        }
        return new SealedRequestStates(
                json,
                keys,
                new RequestStateEnvelope(
                        json,
                        random,
                        audience(configuration),
                        configuration.requestState().keyBound()),
                services.clock(),
                configuration.requestState().ttl());
    }
}
