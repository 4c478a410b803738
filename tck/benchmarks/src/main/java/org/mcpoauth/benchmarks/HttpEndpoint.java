package org.mcpoauth.benchmarks;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** An MCP endpoint that always gives one answer, and the process it runs in. */
@Path("mcp")
public class HttpEndpoint {
    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public String call(String body) {
        return ANSWER;
    }

    /**
     * Serves one variant until its standard input ends.
     *
     * @param arguments the variant and the key set of the issuer
     */
    public static void main(String[] arguments) throws IOException {
        ResourceConfig application = new ResourceConfig(HttpEndpoint.class);
        HttpVariant.valueOf(arguments[0]).protect(application, arguments[1]);
        HttpServer server = GrizzlyHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:0/"), application);
        System.out.println(server.getListeners().iterator().next().getPort());
        while (System.in.read() >= 0) {}
        System.exit(0);
    }
}
