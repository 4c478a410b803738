package org.mcpoauth.server.authorization;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointKind;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.provider.AuthorizationCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.authorize.AuthorizationEndpoints;
import org.mcpoauth.server.authorization.authorize.PageUris;
import org.mcpoauth.server.authorization.authorize.PushedAuthorizationEndpoint;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.client.DemandedProtection;
import org.mcpoauth.server.authorization.client.DerivedSecrets;
import org.mcpoauth.server.authorization.device.DeviceAuthorizationEndpoint;
import org.mcpoauth.server.authorization.device.Devices;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.server.authorization.grant.AssertionGrants;
import org.mcpoauth.server.authorization.grant.OfferedGrants;
import org.mcpoauth.server.authorization.grant.TokenBinding;
import org.mcpoauth.server.authorization.grant.TokenEndpoint;
import org.mcpoauth.server.authorization.key.KeyRing;
import org.mcpoauth.server.authorization.limit.ClientFailures;
import org.mcpoauth.server.authorization.limit.RequestLimits;
import org.mcpoauth.server.authorization.openid.Subjects;
import org.mcpoauth.server.authorization.openid.UserInfoTokens;
import org.mcpoauth.server.authorization.possession.ClientCertificates;
import org.mcpoauth.server.authorization.possession.DpopProofs;
import org.mcpoauth.server.authorization.register.RegistrationEndpoints;
import org.mcpoauth.server.authorization.token.IntrospectionEndpoint;
import org.mcpoauth.server.authorization.token.RevocationEndpoint;
import org.mcpoauth.server.authorization.token.SignedDescriptions;
import org.mcpoauth.server.authorization.token.TokenDescription;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.endpoint.DocumentEndpoint;
import org.mcpoauth.spi.support.endpoint.PublishedDocument;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.json.StrictJson;

/** Puts the endpoints together around a provider. */
final class AuthorizationServerAssembly<
        C extends AuthorizationCode, R extends RefreshToken, A extends IssuedAccessToken> {
    private final AuthorizationServerConfiguration configuration;
    private final AuthorizationServerProvider<C, R, A> provider;
    private final KeyRing keys;
    private final UserSource users;
    private final McpOAuthServices services;
    private final StrictJson json = StrictJson.create();
    private final JsonAnswers answers = new JsonAnswers(json);
    private final EndpointUris uris;
    private final ServerAudit audit;
    private final JsonEndpoints guarded;
    private final OpenIdParts openId;
    private final DpopProofs proofs;
    private final Devices devices;
    private final RequestLimits limits;
    private final ClientFailures failures;
    private final ClientCertificates certificates;
    private final DerivedSecrets derivedSecrets;

    AuthorizationServerAssembly(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<C, R, A> provider,
            KeyRing keys,
            UserSource users,
            McpOAuthServices services) {
        this.configuration = configuration;
        this.provider = provider;
        this.keys = keys;
        this.users = users;
        this.services = services;
        this.uris = EndpointUris.of(configuration);
        this.audit = new ServerAudit(configuration.issuer(), services.auditListener());
        this.devices = new Devices(configuration.devices(), services.stateStore(), json, services.clock());
        this.limits = RequestLimits.of(configuration.rateLimits(), services.clock());
        this.failures = new ClientFailures(limits);
        this.proofs = DpopProofs.of(configuration, services, json);
        this.openId = new OpenIdParts(configuration, provider, keys, services, json);
        this.guarded = new JsonEndpoints(configuration, answers, audit, proofs);
        this.certificates = new ClientCertificates(configuration.mutualTls().certificates());
        this.derivedSecrets =
                new DerivedSecrets(configuration.clientAssertions().secretKeys());
    }

    AuthorizationServer assemble() {
        Changing<List<String>> algorithms = keys::algorithms;
        Changing<AuthorizationServerMetadata> published =
                algorithms.map(names -> PublishedMetadata.of(configuration, uris, names));
        AuthorizationServerMetadata metadata = published.current();
        SelfCheck.requireUsable(metadata);
        ClientParts parts = new ClientParts(configuration, provider, services, json, http());
        ClientDirectory clients = parts.directory(protection());
        List<Endpoint> endpoints = new ArrayList<>();
        addDocuments(endpoints, published);
        addPages(endpoints, clients, http());
        ClientAuthenticator authenticator = parts.authenticator(clients, derivedSecrets, certificates, failures);
        addTokenEndpoints(endpoints, metadata, clients, authenticator);
        if (configuration.openId().offered()) {
            endpoints.add(userInfo(clients));
        }
        uris.par().ifPresent(uri -> endpoints.add(pushed(uri, authenticator)));
        uris.device().ifPresent(uri -> endpoints.add(device(uri, authenticator)));
        if (metadata.registrationEndpoint().isPresent()) {
            addRegistration(endpoints);
        }
        SelfCheck.requireDistinct(endpoints);
        return new StandardAuthorizationServer(configuration, published, provider, endpoints);
    }

    /** Each with lookups of its own: names that strangers have looked up keep no user from logging in upstream. */
    private GuardedHttp http() {
        return GuardedHttp.builder(services.transport(), services.endpointPolicy())
                .connections(services.connections())
                .clock(services.clock())
                .build();
    }

    private void addDocuments(List<Endpoint> endpoints, Changing<AuthorizationServerMetadata> published) {
        Changing<PublishedDocument> document =
                published.map(metadata -> PublishedDocument.of(json.writeBytes(metadata.toJson())));
        configuration
                .issuer()
                .metadataLocations()
                .forEach(location ->
                        endpoints.add(guarded.published(location, new DocumentEndpoint(document::current))));
        endpoints.add(guarded.published(uris.jwks(), new DocumentEndpoint(new KeySetDocument(keys, json))));
    }

    private void addTokenEndpoints(
            List<Endpoint> endpoints,
            AuthorizationServerMetadata metadata,
            ClientDirectory clients,
            ClientAuthenticator authenticator) {
        endpoints.add(guarded.posted(
                EndpointKind.TOKEN,
                uris.token(),
                new TokenEndpoint(authenticator, binding(), grants(clients), answers, audit)));
        endpoints.add(guarded.posted(
                EndpointKind.REVOCATION, uris.revoke(), new RevocationEndpoint<>(provider, authenticator, audit)));
        if (metadata.introspectionEndpoint().isPresent()) {
            endpoints.add(introspection(authenticator));
        }
    }

    private OfferedGrants<C, R> grants(ClientDirectory clients) {
        OfferedGrants<C, R> grants = new OfferedGrants<>(configuration, provider, services.clock(), audit)
                .usual(configuration.openId().offered() ? openId.idTokens() : null);
        uris.device().ifPresent(offered -> grants.devices(devices));
        return grants.assertions(new AssertionGrants<>(configuration, provider, clients, uris.token(), services));
    }

    private Endpoint introspection(ClientAuthenticator authenticator) {
        EndpointHandler handler = new IntrospectionEndpoint<>(
                provider,
                authenticator,
                new TokenDescription(configuration.issuer(), json),
                new Subjects(configuration.openId()),
                answers,
                new SignedDescriptions(
                        configuration.issuer(), openId.signer(SignedDescriptions.TYPE), json, services.clock()),
                services.clock());
        return guarded.forServers(EndpointKind.INTROSPECTION, uris.introspect(), handler);
    }

    private Endpoint userInfo(ClientDirectory clients) {
        UserInfoTokens tokens = new UserInfoTokens(every(EndpointUris::userInfo), certificates, openId.ownTokens());
        return guarded.userInfo(uris.userInfo(), openId.userInfo(tokens, clients, answers));
    }

    private void addRegistration(List<Endpoint> endpoints) {
        RegistrationEndpoints registration = RegistrationEndpoints.of(
                configuration,
                uris.clientConfiguration(),
                provider,
                derivedSecrets,
                json,
                answers,
                services,
                audit,
                keys::algorithms,
                protection());
        endpoints.add(guarded.registering(
                uris.register(), List.of("POST"), limits.registration().around(registration.registration())));
        if (configuration.registration().management()) {
            endpoints.add(guarded.registering(
                    uris.clientConfiguration(),
                    List.of("GET", "PUT", "DELETE"),
                    failures.around(registration.configuration())));
        }
    }

    private DemandedProtection protection() {
        return new DemandedProtection(configuration, keys::algorithms);
    }

    private void addPages(List<Endpoint> endpoints, ClientDirectory clients, GuardedHttp http) {
        AuthorizationEndpoints pages = new AuthorizationEndpoints(
                configuration,
                new PageUris(
                        uris.authorize(),
                        uris.login(),
                        uris.consent(),
                        uris.devicePage(),
                        uris.upstream(),
                        uris.upstreamCallback()),
                provider,
                clients,
                users,
                http,
                json,
                services,
                limits,
                error -> audit.refused(EndpointKind.AUTHORIZATION, error));
        endpoints.addAll(pages.authorization());
        if (uris.device().isPresent()) {
            endpoints.add(pages.device(devices));
        }
    }

    /** Under which URLs clients know an endpoint. */
    private List<URI> every(Function<EndpointUris, URI> endpoint) {
        return Stream.concat(Stream.of(uris), EndpointUris.forMutualTls(configuration).stream())
                .map(endpoint)
                .toList();
    }

    private TokenBinding binding() {
        return new TokenBinding(
                every(EndpointUris::token),
                proofs,
                certificates,
                configuration.mutualTls().certificates().use());
    }

    private Endpoint pushed(URI uri, ClientAuthenticator authenticator) {
        int maxBodyBytes = Math.min(configuration.maxBodyBytes(), PushedAuthorizationEndpoint.MAX_BODY);
        return guarded.posted(
                EndpointKind.PUSHED_AUTHORIZATION,
                uri,
                maxBodyBytes,
                new PushedAuthorizationEndpoint(
                        every(each -> each.par().orElse(uri)),
                        configuration,
                        proofs,
                        authenticator,
                        limits,
                        services.stateStore(),
                        json,
                        answers));
    }

    private Endpoint device(URI uri, ClientAuthenticator authenticator) {
        return guarded.posted(
                EndpointKind.DEVICE_AUTHORIZATION,
                uri,
                new DeviceAuthorizationEndpoint(
                        configuration, uris.devicePage(), authenticator, limits, devices, answers));
    }
}
