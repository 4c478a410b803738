package org.mcpoauth.interop.server;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.Serial;

/** The endpoint: all of it is the transport of the SDK, which knows nothing of OAuth. */
@WebServlet(urlPatterns = "/mcp", asyncSupported = true, loadOnStartup = 1)
public class SdkServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient HttpServletStreamableServerTransportProvider transport =
            HttpServletStreamableServerTransportProvider.builder()
                    .mcpEndpoint("/mcp")
                    .contextExtractor(Tools::context)
                    .build();
    private final transient McpSyncServer server = McpServer.sync(transport)
            .serverInfo("sdk-server", "1")
            .tools(new Tools().all())
            .build();

    @Override
    public void init() throws ServletException {
        transport.init(getServletConfig());
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        transport.service(request, response);
    }

    @Override
    public void destroy() {
        server.closeGracefully();
    }
}
