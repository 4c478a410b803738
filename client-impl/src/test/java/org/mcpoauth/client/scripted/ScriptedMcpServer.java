package org.mcpoauth.client.scripted;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A protected MCP server: a token of one of its authorization servers is needed, and maybe scopes. */
public final class ScriptedMcpServer implements AutoCloseable {
    public static final String PATH_METADATA = "/.well-known/oauth-protected-resource/mcp";
    public static final String ROOT_METADATA = "/.well-known/oauth-protected-resource";

    public final ScriptedServer http = new ScriptedServer();
    /** Whose tokens are good; also what the metadata list. */
    public final List<ScriptedAuthorizationServer> authorizationServers = new CopyOnWriteArrayList<>();
    /** Scopes a call needs when its body has the word. */
    public volatile String writeScope = "";

    public volatile String challengeScope = "";
    public volatile String scopesSupported = "";
    public volatile boolean namesMetadata = true;
    public volatile Function<Received, Answer> tokenBearing = this::judge;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    public ScriptedMcpServer() {
        http.on(
                "/mcp",
                request -> request.header("Authorization").isEmpty() ? challenge() : tokenBearing.apply(request));
        http.on(PATH_METADATA, request -> Answer.json(200, metadata(http.origin() + "/mcp")));
    }

    public void refuse(String token) {
        refused.add(token);
    }

    public String metadata(String resource) {
        String issuers = authorizationServers.stream()
                .map(server -> "\"" + server.issuer() + "\"")
                .reduce((one, other) -> one + "," + other)
                .orElse("");
        return "{\"resource\":\"" + resource + "\",\"authorization_servers\":[" + issuers + "]"
                + (scopesSupported.isEmpty() ? "" : ",\"scopes_supported\":" + scopesSupported) + "}";
    }

    public Answer challenge() {
        String location = namesMetadata ? " resource_metadata=\"" + http.origin() + PATH_METADATA + "\"" : "";
        String scope = challengeScope.isEmpty() ? "" : " scope=\"" + challengeScope + "\"";
        String parameters = location.isEmpty() || scope.isEmpty() ? location + scope : location + "," + scope;
        return Answer.challenge(401, "Bearer" + (parameters.isEmpty() ? " realm=\"mcp\"" : parameters));
    }

    public Answer insufficient(String scope) {
        return Answer.challenge(403, "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }

    /** Answers a request that has a token by the rules. */
    public Answer judge(Received request) {
        String token = request.header("Authorization").replace("Bearer ", "");
        String scopes = authorizationServers.stream()
                .map(server -> server.accessTokens.get(token))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
        if (scopes == null || refused.contains(token)) {
            return challenge();
        }
        boolean sufficient = !request.body().contains("write")
                || writeScope.isEmpty()
                || List.of(scopes.split(" ", -1)).contains(writeScope);
        return sufficient ? Answer.json(200, "{\"result\":\"" + request.body() + "\"}") : insufficient(writeScope);
    }

    @Override
    public void close() {
        http.close();
    }
}
