package org.mcpoauth.samples.mcp;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonStructure;
import java.time.Duration;
import java.time.InstantSource;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.samples.mcp.json.JsonText;
import org.mcpoauth.samples.mcp.tool.NoteBook;

/**
 * The MCP server without HTTP: one endpoint for both protocol eras (MCP 2026-07-28, Versioning,
 * "Backward Compatibility"). A request whose body has the per-request {@code _meta}, or whose header
 * names no revision with sessions, is answered without a session. Safe for several threads.
 */
public final class McpServer {
    /** The longest body that is read, in octets. */
    static final int MAX_BODY = 64 * 1024;

    static final Duration SESSION_IDLE = Duration.ofMinutes(30);
    static final int MAX_SESSIONS = 10_000;
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);

    private final SessionDispatcher withSession;
    private final BatchDispatcher batches;
    private final StatelessDispatcher stateless;

    /**
     * A server with no sessions and no notes yet.
     *
     * @param codec seals what a tool gives away to get it back with the answer of the user
     * @param clock tells when a session was last used
     */
    public McpServer(RequestStateCodec codec, InstantSource clock) {
        Toolbox tools = new Toolbox(new NoteBook());
        ToolsList toolsList = new ToolsList(tools);
        ToolsCall toolsCall = new ToolsCall(tools, new RoundTrips(codec));
        this.withSession = new SessionDispatcher(
                new SessionRegistry(clock, SESSION_IDLE, MAX_SESSIONS),
                new RpcMethods(new Ping(), toolsList, toolsCall));
        this.batches = new BatchDispatcher(withSession);
        this.stateless = new StatelessDispatcher(new RpcMethods(
                new Cacheable(new ServerDiscover(), TIME_TO_LIVE), new Cacheable(toolsList, TIME_TO_LIVE), toolsCall));
    }

    Reply post(RequestHeaders headers, byte[] body, TokenPrincipal caller) {
        RpcMessage message = null;
        try {
            JsonStructure json = read(body);
            if (json instanceof JsonArray batch) {
                return batches.dispatch(headers, batch, caller);
            }
            message = RpcMessage.from(json);
            return dispatcher(headers, message).dispatch(headers, message, caller);
        } catch (RpcFailure failure) {
            return Reply.failure(failure, message);
        }
    }

    Reply delete(RequestHeaders headers) {
        if (!headers.allowsSession()) {
            return Reply.METHOD_NOT_ALLOWED;
        }
        try {
            return withSession.end(headers);
        } catch (RpcFailure failure) {
            return Reply.failure(failure, null);
        }
    }

    private static JsonStructure read(byte[] body) {
        if (body.length > MAX_BODY) {
            throw RpcFailure.tooLarge();
        }
        try {
            return JsonText.read(body);
        } catch (JsonException malformed) {
            throw RpcFailure.parseError();
        }
    }

    private Dispatcher dispatcher(RequestHeaders headers, RpcMessage message) {
        return RequestMetadata.isIn(message) || !headers.allowsSession() ? stateless : withSession;
    }
}
