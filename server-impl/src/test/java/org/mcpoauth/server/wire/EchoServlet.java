package org.mcpoauth.server.wire;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;

/** An MCP server that is a servlet; it tells what it saw. */
final class EchoServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    final AtomicInteger runs = new AtomicInteger();
    volatile @Nullable String nextSession;
    volatile boolean isAsync;
    volatile boolean failsAfterStatus;
    volatile int deletionStatus = 204;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        runs.incrementAndGet();
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (isAsync) {
            AsyncContext async = request.startAsync();
            HttpServletResponse later = (HttpServletResponse) async.getResponse();
            async.start(() -> {
                answer(request, later, body);
                async.complete();
            });
        } else {
            answer(request, response, body);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, String body) {
        String session = nextSession;
        if (session != null) {
            response.setHeader("Mcp-Session-Id", session);
        }
        if ("DELETE".equals(request.getMethod())) {
            response.setStatus(deletionStatus);
            if (failsAfterStatus) {
                throw new IllegalStateException("scripted");
            }
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        try {
            response.getWriter().write(seen(request) + " " + body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String seen(HttpServletRequest request) {
        if (!(request.getAttribute(McpOAuthServletFilter.TOKEN_ATTRIBUTE) instanceof VerifiedToken token)) {
            return "unguarded";
        }
        boolean hasRoles = request.isUserInRole("mcp:tools") && !request.isUserInRole("never granted");
        Principal caller = request.getUserPrincipal();
        boolean isCaller = caller != null && caller.getName().equals(request.getRemoteUser());
        return (isCaller ? request.getRemoteUser() : "nobody") + " "
                + token.principal().getName() + " " + request.getAuthType() + " " + hasRoles + " "
                + request.getHeader("Mcp-Session-Id");
    }
}
