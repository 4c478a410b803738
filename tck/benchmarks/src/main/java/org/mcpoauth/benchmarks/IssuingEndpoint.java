package org.mcpoauth.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.server.AccessTokenFormat;

/** The process of our authorization server, with everything in memory. */
public final class IssuingEndpoint {
    private IssuingEndpoint() {}

    /**
     * Prints its port, then for each number on a line of its standard input a line with that many codes, until that ends.
     *
     * @param arguments the algorithm of its key, the form of its access tokens, and {@code accp} to sign with ACCP
     */
    public static void main(String[] arguments) throws IOException {
        @Nullable String provider = arguments.length == 3 ? Contenders.accp().orElseThrow() : null;
        IssuingServer issuing = new IssuingServer(
                Algorithm.valueOf(arguments[0]),
                AccessTokenFormat.valueOf(arguments[1]),
                McpOAuthRuntime.builder().cryptoProvider(provider));
        HttpServer server = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:0/"),
                new ResourceConfig().register(new McpOAuthEndpoints(issuing.server())));
        System.out.println(server.getListeners().iterator().next().getPort());
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(
                    Stream.generate(issuing::code).limit(Integer.parseInt(line)).collect(Collectors.joining(" ")));
        }
        System.exit(0);
    }
}
