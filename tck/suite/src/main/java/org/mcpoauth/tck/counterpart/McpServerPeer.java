package org.mcpoauth.tck.counterpart;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A protected MCP server: it takes the good tokens of its authorization servers and challenges all others. */
public final class McpServerPeer implements AutoCloseable {
    /** Where the protected endpoint is. */
    public static final String ENDPOINT = "/mcp";
    /** Where its metadata are (RFC 9728, section 3.1). */
    public static final String METADATA = "/.well-known/oauth-protected-resource" + ENDPOINT;

    private final LoopbackServer http = new LoopbackServer();
    private final List<AuthorizationServerPeer> servers = new CopyOnWriteArrayList<>();
    private volatile List<String> issuers;
    private volatile String resource = url();
    private volatile String metadataUrl = http.origin() + METADATA;
    private volatile String needed = "mcp:tools";
    private volatile Function<Request, Reply> authorized = this::judge;

    McpServerPeer(AuthorizationServerPeer server) {
        servers.add(server);
        issuers = List.of(server.issuer());
        http.on(
                ENDPOINT,
                request -> request.header("Authorization").isEmpty() ? challenge() : authorized.apply(request));
        http.on(METADATA, request -> Reply.json(200, metadata()));
    }

    /**
     * The server behind it.
     *
     * @return the server
     */
    public LoopbackServer http() {
        return http;
    }

    /**
     * Where clients call.
     *
     * @return the URL of the protected endpoint
     */
    public String url() {
        return http.origin() + ENDPOINT;
    }

    /**
     * Sets the resource that the metadata name.
     *
     * @param value the text
     */
    public void resource(String value) {
        resource = value;
    }

    /**
     * Sets where challenges say that the metadata are.
     *
     * @param value the URL
     */
    public void metadataUrl(String value) {
        metadataUrl = value;
    }

    /**
     * Moves to other authorization servers; tokens of the old ones are no longer taken.
     *
     * @param value the new ones
     */
    public void trusts(AuthorizationServerPeer... value) {
        servers.clear();
        servers.addAll(List.of(value));
        issuers = servers.stream().map(AuthorizationServerPeer::issuer).toList();
    }

    /**
     * Sets the issuers that the metadata name, whoever they are.
     *
     * @param value the issuer identifiers
     */
    public void names(String... value) {
        issuers = List.of(value);
    }

    /**
     * Sets the scopes that every call needs.
     *
     * @param value the scopes, separated by blanks
     */
    public void needs(String value) {
        needed = value;
    }

    /**
     * Sets what requests with a token are answered.
     *
     * @param script makes the answer
     */
    public void authorized(Function<Request, Reply> script) {
        authorized = script;
    }

    /**
     * The requests to the protected endpoint that had a token.
     *
     * @return the requests in their order
     */
    public List<Request> tokenBearing() {
        return http.requests(ENDPOINT).stream()
                .filter(request -> request.header("Authorization").isPresent())
                .toList();
    }

    /**
     * The answer to a request without a good token.
     *
     * @return 401 with a challenge
     */
    public Reply challenge() {
        return Reply.of(401)
                .with("WWW-Authenticate", "Bearer resource_metadata=\"" + metadataUrl + "\", scope=\"" + needed + "\"");
    }

    /**
     * The answer to a request whose token lacks a scope.
     *
     * @param scope what is needed
     * @return 403 with a challenge
     */
    public Reply insufficient(String scope) {
        return Reply.of(403).with("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }

    private Reply judge(Request request) {
        String token = request.header("Authorization").orElse("").replace("Bearer ", "");
        for (AuthorizationServerPeer server : servers) {
            String scopes = server.scopesOf(token);
            if (scopes != null) {
                boolean suffices = List.of(scopes.split(" ", -1)).containsAll(List.of(needed.split(" ", -1)));
                return suffices ? Reply.json(200, "{\"result\":{}}") : insufficient(needed);
            }
        }
        return challenge();
    }

    private String metadata() {
        return "{\"resource\":\"" + resource + "\",\"authorization_servers\":[\"" + String.join("\",\"", issuers)
                + "\"]}";
    }

    /** Ends the server. */
    @Override
    public void close() {
        http.close();
    }
}
