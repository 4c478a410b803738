package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.grizzly.servlet.WebappContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A web application whose paths are not those of the public URL, here {@code http://127.0.0.1/mcp}, and
 * requests that reach a servlet by another way than their own path.
 */
class DeploymentPathsTest {

    private static int status(ServletServer server, String path) {
        return send(server.get(path)).statusCode();
    }

    /** Behind a proxy that maps {@code /mcp} to {@code /app/rpc}. */
    @Test
    void aConfiguredPathIsGuardedAndOthersAreNot() {
        EchoServlet servlet = new EchoServlet();
        try (ServletServer server = new ServletServer("/app", "/*", "/app/rpc", servlet)) {
            assertEquals(401, status(server, "/app/rpc"));
            assertEquals(401, status(server, "/app/rpc/x"));
            assertEquals(401, status(server, "/app/%72pc;x=1"));
            assertEquals(0, servlet.runs.get());
            assertEquals(200, status(server, "/app/open"));
            assertEquals(
                    200,
                    send(with(server.issuer.token(), server.get("/app/rpc"))).statusCode());
        }
    }

    @Test
    void aPathMayBeConfiguredForOneOfSeveralResources() {
        EchoServlet servlet = new EchoServlet();
        String paths = "/app/rpc=http://127.0.0.1/mcp /app/other=http://127.0.0.1/other";
        try (ServletServer server = new ServletServer("/app", "/*", paths, servlet)) {
            assertEquals(401, status(server, "/app/rpc"));
            assertEquals(200, status(server, "/app/other"));
        }
    }

    /** Nothing tells which path of this application is public, so none is open. */
    @ParameterizedTest
    @CsvSource({"/app,/*", "/app,/rpc", "'',/rpc", "'',/rpc/*", "'',*.do"})
    void anApplicationThatCannotAnswerUnderThePublicPathIsGuardedAsAWhole(String context, String mapping) {
        EchoServlet servlet = new EchoServlet();
        try (ServletServer server = new ServletServer(context, mapping, "", servlet)) {
            String path = context + (mapping.startsWith("*") ? "/x.do" : "/rpc");
            assertEquals(401, status(server, path));
            assertEquals(0, servlet.runs.get());
        }
    }

    /** Jakarta Servlet 6.0, section 12.2: containers have a servlet of their own for what no other one takes. */
    @Test
    void theServletThatTakesTheRestDoesNotMakeAnApplicationAnswer() {
        WebappContext context = new WebappContext("test", "");
        context.addServlet("default", new EchoServlet()).addMapping("/");
        EchoServlet servlet = new EchoServlet();
        try (ServletServer server = new ServletServer(context, "/rpc", "", servlet)) {
            assertEquals(401, status(server, "/rpc"));
            assertEquals(0, servlet.runs.get());
        }
    }

    @ParameterizedTest
    @CsvSource({"/mcp,/*", "'',/*", "'',/mcp", "'',/mcp/*", "'',/mcp/deeper"})
    void anApplicationThatCanIsGuardedThereOnly(String context, String mapping) {
        EchoServlet servlet = new EchoServlet();
        try (ServletServer server = new ServletServer(context, mapping, "", servlet)) {
            assertEquals(401, status(server, "/mcp/deeper"));
            assertEquals(0, servlet.runs.get());
            assertNotEquals(401, status(server, "/other"));
        }
    }

    /** Goes from an open path to the guarded one. */
    static final class Going extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1L;

        final AtomicInteger runs = new AtomicInteger();

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            switch (request.getRequestURI()) {
                case "/forward" -> request.getRequestDispatcher("/mcp").forward(request, response);
                case "/include" -> {
                    if (request.getAttribute("jakarta.servlet.include.request_uri") == null) {
                        request.getRequestDispatcher("/mcp").include(request, response);
                    } else {
                        runs.incrementAndGet();
                    }
                }
                case "/async" -> {
                    request.startAsync().dispatch("/mcp");
                }
                default -> {
                    runs.incrementAndGet();
                    response.getWriter().print("ran");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/forward", "/include", "/async"})
    void noWayAroundReachesAGuardedPath(String path) {
        Going servlet = new Going();
        try (ServletServer server = new ServletServer(servlet, it -> it)) {
            send(server.get(path));
            assertEquals(0, servlet.runs.get());
            assertEquals(
                    200, send(with(server.issuer.token(), server.get("/mcp"))).statusCode());
            assertEquals(1, servlet.runs.get());
        }
    }
}
