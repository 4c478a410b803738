package org.mcpoauth.client.call;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.security.Principal;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.client.CallAuthorization;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.client.ApplicationHttp;
import org.mcpoauth.client.audit.ClientAudit;
import org.mcpoauth.client.obtain.WebAuthorizations;
import org.mcpoauth.client.proof.ResourceProofs;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenManager;
import org.mcpoauth.spi.ClientConfiguration;

/** The client of one MCP server, for one owner or for whoever calls. */
public final class ResourceClient implements McpOAuthClient {
    private final ClientConfiguration configuration;
    private final Supplier<Owner> owners;
    private final TokenManager tokens;
    private final WebAuthorizations web;
    private final Discovery discovery;
    private final ApplicationHttp application;
    private final ResourceProofs proofs;
    private final StepUpMemory stepUps;
    private final ClientAudit audit;
    private final Executor executor;
    private final HttpClient http;

    ResourceClient(
            ClientConfiguration configuration,
            Supplier<Owner> owners,
            TokenManager tokens,
            WebAuthorizations web,
            Discovery discovery,
            ApplicationHttp application,
            ResourceProofs proofs,
            StepUpMemory stepUps,
            ClientAudit audit,
            Executor executor) {
        this.configuration = configuration;
        this.owners = owners;
        this.tokens = tokens;
        this.web = web;
        this.discovery = discovery;
        this.application = application;
        this.proofs = proofs;
        this.stepUps = stepUps;
        this.audit = audit;
        this.executor = executor;
        this.http = new AuthorizedHttpClient(this, application, executor);
    }

    @Override
    public String name() {
        return configuration.name();
    }

    @Override
    public ResourceIdentifier resource() {
        return configuration.resource();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> bodyHandler)
            throws IOException, InterruptedException {
        requireOwnRequest(request);
        CallAuthorization authorization = authorize(request.method(), request.uri());
        return new AuthorizedCall<>(application, authorization, request, bodyHandler).send();
    }

    @Override
    public CallAuthorization authorize(String method, URI uri) {
        requireOwn(uri);
        return new StandardCallAuthorization(configuration, owners.get(), tokens, proofs, stepUps, audit, method, uri);
    }

    @Override
    public HttpClient httpClient() {
        return http;
    }

    @Override
    public AccessToken accessToken() {
        Owner owner = owners.get();
        return tokens.usable(owner)
                .orElseGet(() -> tokens.first(owner, probe()))
                .access();
    }

    @Override
    public Optional<AccessToken> storedToken() {
        return tokens.stored(owners.get()).map(StoredTokens::access);
    }

    @Override
    public URI startAuthorization(Scopes scopes) {
        return web.start(owners.get(), scopes, probe()).uri();
    }

    @Override
    public AccessToken completeAuthorization(URI redirect) {
        return web.complete(owners.get(), redirect).access();
    }

    @Override
    public void revoke() {
        Owner owner = owners.get();
        web.forget(owner);
        tokens.revoke(owner);
    }

    @Override
    public ResourceClient as(Principal user) {
        return of(new Owner(configuration.name(), configuration.resource(), user));
    }

    /** Begins the authorization that calls of this user have been waiting for, else a first one. */
    public StartedAuthorization begin() {
        Owner owner = owners.get();
        return StartedAuthorization.of(owner, web.resume(owner, probe()));
    }

    public ClientConfiguration configuration() {
        return configuration;
    }

    /** This client for whoever calls now, for what goes on with another thread. */
    ResourceClient ofCaller() {
        return of(owners.get());
    }

    private ResourceClient of(Owner owner) {
        return new ResourceClient(
                configuration, () -> owner, tokens, web, discovery, application, proofs, stepUps, audit, executor);
    }

    private Challenges probe() {
        return discovery.probe(configuration.serverUrl());
    }

    /** The token goes to its resource and nowhere else. */
    private void requireOwn(URI uri) {
        if (!configuration.resource().covers(uri)) {
            throw new IllegalArgumentException("the request does not go to " + configuration.resource());
        }
    }

    /** Nothing of the caller is overwritten. */
    void requireOwnRequest(HttpRequest request) {
        requireOwn(request.uri());
        boolean hasCredentials = request.headers().firstValue("Authorization").isPresent()
                || request.headers().firstValue("DPoP").isPresent();
        if (hasCredentials) {
            throw new IllegalArgumentException("the request has credentials of its own");
        }
    }
}
