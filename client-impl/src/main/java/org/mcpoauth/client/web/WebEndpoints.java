package org.mcpoauth.client.web;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.client.call.ResourceClient;
import org.mcpoauth.client.registration.ClientRegistration;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.client.WebRules.Login;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.endpoint.AllowedMethods;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.DocumentEndpoint;
import org.mcpoauth.spi.support.endpoint.PublishedDocument;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/** The endpoints of all clients of a web application. */
public final class WebEndpoints implements ClientEndpoints {
    private static final String COOKIE = "mcp-oauth-client";
    private static final int MAX_FORM = 4096;

    private final List<ResourceClient> all;
    private final @Nullable Browsers browsers;
    private final List<Endpoint> endpoints = new ArrayList<>();

    private WebEndpoints(List<ResourceClient> all, @Nullable Browsers browsers) {
        this.all = all;
        this.browsers = browsers;
    }

    /**
     * Puts together what the clients' rules say.
     *
     * @throws ConfigurationException if two endpoints have one path, or logins are on different origins
     * @throws IllegalArgumentException if a client is none of ours
     */
    public static ClientEndpoints of(List<McpOAuthClient> clients, Toolkit toolkit, StateStore store) {
        List<ResourceClient> all = clients.stream().map(WebEndpoints::ours).toList();
        List<ResourceClient> withLogin = all.stream()
                .filter(client -> client.configuration().web().login() != Login.OFF)
                .toList();
        Browsers browsers = withLogin.isEmpty()
                ? null
                : new Browsers(
                        new BrowserCookie(COOKIE, origin(withLogin)),
                        toolkit.random(),
                        sessions(withLogin, toolkit, store));
        WebEndpoints endpoints = new WebEndpoints(all, browsers);
        if (browsers != null) {
            endpoints.addLogins(withLogin, browsers, new Visits(store, toolkit.json(), toolkit.clock()));
        }
        endpoints.addDocuments(toolkit);
        endpoints.requireDistinct();
        return endpoints;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    @Override
    public Optional<Principal> visitor(HttpHeaders headers) {
        return browsers == null ? Optional.empty() : browsers.visitor(headers);
    }

    private static @Nullable BrowserSessions sessions(List<ResourceClient> clients, Toolkit toolkit, StateStore store) {
        return clients.stream().anyMatch(Browsers::takesBrowsers)
                ? new BrowserSessions(store, toolkit.json(), toolkit.random(), toolkit.clock())
                : null;
    }

    private void addLogins(List<ResourceClient> clients, Browsers known, Visits visits) {
        Map<String, List<ResourceClient>> callbacks = new LinkedHashMap<>();
        for (ResourceClient client : clients) {
            add(
                    "GET",
                    WebPaths.login(client),
                    0,
                    new PageErrors(new LoginEndpoint(client, known, visits), Notice.FAILED));
            add(
                    "POST",
                    WebPaths.logout(client),
                    MAX_FORM,
                    new PageErrors(new LogoutEndpoint(client, known, visits), Notice.FAILED));
            callbacks
                    .computeIfAbsent(WebPaths.callback(client), path -> new ArrayList<>())
                    .add(client);
        }
        callbacks.forEach((path, ofPath) ->
                add("GET", path, 0, new PageErrors(new CallbackEndpoint(ofPath, known, visits), Notice.REFUSED)));
    }

    /** HEAD would begin or end a login for whoever only looks at a link. */
    private void add(String method, String path, int maxBodyBytes, EndpointHandler handler) {
        endpoints.add(new Endpoint(path, maxBodyBytes, new AllowedMethods(List.of(method), handler)));
    }

    private void addDocuments(Toolkit toolkit) {
        Map<URI, List<ResourceClient>> documents = new LinkedHashMap<>();
        for (ResourceClient client : all) {
            URI url = client.configuration().metadataDocumentUrl();
            if (url != null && client.configuration().web().servesMetadataDocument()) {
                documents.computeIfAbsent(url, key -> new ArrayList<>()).add(client);
            }
        }
        ClientRegistration registration = new ClientRegistration(toolkit);
        documents.forEach((url, clients) -> {
            byte[] bytes = new SharedDocument(url, clients).bytes(registration, toolkit.json());
            PublishedDocument document = PublishedDocument.of(bytes);
            endpoints.add(new Endpoint(
                    WebPaths.path(url),
                    0,
                    new AllowedMethods(List.of("GET", "HEAD"), readable(new DocumentEndpoint(() -> document)))));
        });
    }

    /** Scripts of every origin may read what is public (Fetch Standard, "CORS protocol"). */
    private static EndpointHandler readable(EndpointHandler handler) {
        return (EndpointRequest request) -> {
            EndpointResponse answer = handler.handle(request);
            return ResponseHeaders.of(answer)
                    .set("Access-Control-Allow-Origin", "*")
                    .answer(answer.status(), answer.body());
        };
    }

    private void requireDistinct() {
        Set<String> paths = new LinkedHashSet<>();
        for (Endpoint endpoint : endpoints) {
            if (!paths.add(endpoint.path())) {
                throw new ConfigurationException("redirect-uri", "two endpoints have the path " + endpoint.path());
            }
        }
    }

    /** A browser has one cookie for all of them. */
    private static URI origin(List<ResourceClient> clients) {
        List<String> origins = clients.stream()
                .map(client -> WebPaths.redirectUri(client).resolve("/").toString())
                .distinct()
                .toList();
        if (origins.size() > 1) {
            throw new ConfigurationException("redirect-uri", "all clients with login are on one origin");
        }
        return URI.create(origins.get(0));
    }

    private static ResourceClient ours(McpOAuthClient client) {
        if (client instanceof ResourceClient ours) {
            return ours;
        }
        throw new IllegalArgumentException("a client is of another implementation");
    }
}
