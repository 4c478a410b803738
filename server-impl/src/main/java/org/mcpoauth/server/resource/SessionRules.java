package org.mcpoauth.server.resource;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.message.ProtocolEra;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.SessionBinding;

/**
 * Sessions of MCP revisions up to 2025-11-25 belong to the principal that opened them (MCP security best
 * practices, "Session Hijacking"). A session of somebody else is answered as one that does not exist.
 */
final class SessionRules {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.resource");
    private static final String HEADER = "Mcp-Session-Id";
    private static final String KIND = "session";

    private final OwnedHandles handles;
    private final SessionBinding mode;

    SessionRules(OwnedHandles handles) {
        this.handles = handles;
        this.mode = handles.rules().sessions();
    }

    /** Whether the request may go on: it names no session, or one that its principal owns. */
    boolean permits(GuardedRequest request, @Nullable VerifiedToken token) {
        List<String> sessions = sessions(request);
        if (sessions.isEmpty()) {
            return true;
        }
        boolean isOwner = sessions.size() == 1 && handles.isOwner(KIND, sessions.get(0), token);
        if (!isOwner) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4102 session unknown or of another principal");
        }
        return isOwner || mode == SessionBinding.DANGEROUS_LOG;
    }

    /**
     * Binds the session that an answer opens and ends the one it deletes.
     *
     * @throws StorageException if the session cannot be bound; it must not be given out then
     */
    void afterCall(GuardedRequest request, @Nullable VerifiedToken token, int status, HttpHeaders headers) {
        if (mode == SessionBinding.DANGEROUS_OFF || ProtocolEra.isStateless(request.headers())) {
            return;
        }
        Optional<String> opened = headers.firstValue(HEADER);
        if (opened.isPresent() && !sessions(request).equals(List.of(opened.get()))) {
            bind(opened.get(), token);
        }
        boolean isDeleted = "DELETE".equals(request.method()) && status >= 200 && status <= 299;
        if (isDeleted) {
            sessions(request).forEach(session -> handles.release(KIND, session, token));
        }
    }

    private void bind(String session, @Nullable VerifiedToken token) {
        if (!handles.bind(KIND, session, token)) {
            LOG.log(System.Logger.Level.ERROR, "MCPO4103 the application gave out a session it cannot own");
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a session could not be bound", null);
        }
    }

    private List<String> sessions(GuardedRequest request) {
        boolean isBound = mode != SessionBinding.DANGEROUS_OFF && !ProtocolEra.isStateless(request.headers());
        return isBound ? request.headers().allValues(HEADER) : List.of();
    }
}
