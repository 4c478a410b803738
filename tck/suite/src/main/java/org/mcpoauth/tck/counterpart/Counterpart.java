package org.mcpoauth.tck.counterpart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that a client meets, on loopback: an MCP server, its authorization server, another authorization
 * server, a stranger who should learn nothing, and a browser. All keep the rules until a fault is added:
 *
 * <pre>{@code
 * try (Counterpart counterpart = new Counterpart().with(Fault.ISSUER_WITH_SLASH)) {
 *     // let the client call counterpart.mcp().url() with counterpart.browser() as its agent
 *     assertEquals(List.of(), counterpart.leaks());
 * }
 * }</pre>
 */
public final class Counterpart implements AutoCloseable {
    private final Ledger ledger = new Ledger();
    private final AuthorizationServerPeer server = new AuthorizationServerPeer(ledger);
    private final AuthorizationServerPeer other = new AuthorizationServerPeer(ledger);
    private final LoopbackServer stranger = new LoopbackServer();
    private final McpServerPeer mcp = new McpServerPeer(server);
    private final Browser browser = new Browser();

    /** Starts the servers. */
    public Counterpart() {}

    /**
     * Adds a fault; several add up.
     *
     * @param fault what goes wrong
     * @return this
     */
    public Counterpart with(Fault fault) {
        fault.spoil(this);
        return this;
    }

    /**
     * The protected MCP server.
     *
     * @return the server
     */
    public McpServerPeer mcp() {
        return mcp;
    }

    /**
     * The authorization server that the MCP server names.
     *
     * @return the server
     */
    public AuthorizationServerPeer server() {
        return server;
    }

    /**
     * An authorization server that nobody names until a fault does.
     *
     * @return the server
     */
    public AuthorizationServerPeer other() {
        return other;
    }

    /**
     * A server that clients have no reason to tell anything.
     *
     * @return the server
     */
    public LoopbackServer stranger() {
        return stranger;
    }

    /**
     * The browser of the user.
     *
     * @return the browser
     */
    public Browser browser() {
        return browser;
    }

    /**
     * The secrets that were handed out here.
     *
     * @return the ledger
     */
    public Ledger ledger() {
        return ledger;
    }

    /**
     * How often a client came to a step.
     *
     * @param step the step
     * @return the number of requests, those at the other authorization server included
     */
    public int count(Step step) {
        return switch (step) {
            case AUTHORIZATION_SERVER ->
                server.http().requests().size() + other.http().requests().size();
            case REGISTRATION -> both(AuthorizationServerPeer.REGISTER);
            case BROWSER -> browser.opened().size();
            case TOKEN -> both(AuthorizationServerPeer.TOKEN);
            case CALL -> mcp.tokenBearing().size();
        };
    }

    private int both(String path) {
        return server.http().requests(path).size() + other.http().requests(path).size();
    }

    /**
     * The requests that gave a secret to somebody it is not for: codes, verifiers and refresh tokens anywhere but
     * at a token or revocation endpoint, access tokens anywhere but in the {@code Authorization} header of a call,
     * and anything at all at the stranger's that has a secret or credentials.
     *
     * @return where they went; empty when nothing leaked
     */
    public List<String> leaks() {
        List<String> leaks = new ArrayList<>();
        stranger.requests().stream()
                .filter(request -> hasCredentials(request) || ledger.isShownIn(request))
                .forEach(request -> leaks.add("to the stranger: " + request));
        mcp.http().requests().stream()
                .filter(request -> ledger.isShownIn(withoutToken(request)))
                .forEach(request -> leaks.add("to the MCP server: " + request));
        Stream.of(server, other)
                .flatMap(peer -> peer.http().requests().stream())
                .filter(request -> !mayHaveSecrets(request))
                .filter(request -> ledger.isShownIn(request))
                .forEach(request -> leaks.add("to an authorization server: " + request));
        return leaks;
    }

    private static boolean hasCredentials(Request request) {
        return request.header("Authorization").isPresent()
                || !request.form("code_verifier").isEmpty();
    }

    private static boolean mayHaveSecrets(Request request) {
        return request.path().equals(AuthorizationServerPeer.TOKEN)
                || request.path().equals("/revoke");
    }

    private static Request withoutToken(Request request) {
        Map<String, List<String>> headers = new TreeMap<>(request.headers());
        headers.remove("authorization");
        return new Request(request.method(), request.path(), request.query(), headers, request.body());
    }

    /** Ends all servers. */
    @Override
    public void close() {
        mcp.close();
        server.close();
        other.close();
        stranger.close();
    }
}
