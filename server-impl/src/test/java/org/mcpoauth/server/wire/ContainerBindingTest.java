package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.servlet.FilterRegistration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.glassfish.grizzly.servlet.WebappContext;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.server.rest.McpOAuthProvidersFeature;
import org.mcpoauth.server.servlet.McpOAuthInitializer;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.support.binding.ServletEndpoints;

/** The bindings as a container makes them: found by name, with resources that are CDI beans. */
class ContainerBindingTest {

    @Test
    void theFactoriesAreFoundByTheBootstrap() {
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(TestIssuer.RESOURCE), List.of(Issuer.of("https://as.example")))
                .build();
        try (McpOAuthRuntime runtime = McpOAuthRuntime.create()) {
            ProtectedResource resource = runtime.protectedResource(configuration);
            assertEquals(TestIssuer.RESOURCE, resource.metadata().resource().value());
        }
    }

    @Test
    void aServletContainerFindsTheInitializer() throws IOException {
        try (InputStream services = McpOAuthInitializer.class.getResourceAsStream(
                "/META-INF/services/jakarta.servlet.ServletContainerInitializer")) {
            String name = new String(Objects.requireNonNull(services).readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(McpOAuthInitializer.class.getName(), name.strip());
        }
    }

    @Test
    void theInitializerPutsTheFilterInFrontOfEverything() {
        WebappContext context = new WebappContext("test", "");
        new McpOAuthInitializer().onStartup(null, context);
        FilterRegistration filter = context.getFilterRegistration(McpOAuthInitializer.FILTER_NAME);
        assertEquals(McpOAuthServletFilter.class.getName(), filter.getClassName());
        assertTrue(filter.getUrlPatternMappings().contains("/*"));
        assertEquals(McpOAuthInitializer.class.getName(), ServletEndpoints.INITIALIZER);
        assertEquals(true, context.getAttribute(ServletEndpoints.INITIALIZER));
    }

    /** RESTEasy takes all entries of this file, and of the services of Jakarta REST the first alone. */
    @Test
    void aRuntimeThatTakesOneServiceFindsTheFeatureAmongItsProviders() throws IOException {
        try (InputStream providers =
                McpOAuthFeature.class.getResourceAsStream("/META-INF/services/jakarta.ws.rs.ext.Providers")) {
            String name = new String(Objects.requireNonNull(providers).readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(McpOAuthProvidersFeature.class.getName(), name.strip());
        }
    }

    @Test
    void theFeatureTakesResourcesThatAreBeans() {
        McpEndpoint endpoint = new McpEndpoint();
        RestApplication application = new RestApplication(OpenEndpoint.class, McpOAuthFeature.class).register(endpoint);
        try (RestServer server = RestServer.unguarded(application);
                Beans beans = new Beans(server.resource)) {
            assertTrue(beans.isRunning());
            assertEquals(401, send(server.get("/mcp")).statusCode());
            assertEquals(0, endpoint.runs.get());
            assertEquals(
                    "stream",
                    send(with(server.issuer.token(), server.get("/mcp"))).body());
            assertEquals("open", send(server.get("/open")).body());
        }
    }

    /** Jersey finds the feature by itself (Jakarta REST 3.1, section 4.1.2). */
    @Test
    void theFeatureNeedsNoRegistration() {
        McpEndpoint endpoint = new McpEndpoint();
        RestApplication application = new RestApplication(OpenEndpoint.class).register(endpoint);
        try (RestServer server = RestServer.unguarded(application);
                Beans beans = new Beans(server.resource)) {
            assertTrue(beans.isRunning());
            assertEquals(401, send(server.get("/mcp")).statusCode());
            assertEquals(
                    "stream",
                    send(with(server.issuer.token(), server.get("/mcp"))).body());
        }
    }

    @Test
    void theServletFilterTakesGroupsThatAreBeans() {
        EchoServlet servlet = new EchoServlet();
        try (ServletServer server = new ServletServer(servlet, new McpOAuthServletFilter());
                Beans beans = new Beans(server.resource)) {
            assertTrue(beans.isRunning());
            assertEquals(401, send(server.get("/mcp")).statusCode());
            assertEquals(
                    200,
                    send(server.get("/.well-known/oauth-protected-resource/mcp"))
                            .statusCode());
            assertEquals(0, servlet.runs.get());
        }
    }

    @Test
    void withoutBeansNothingIsGuardedAndNothingFails() {
        EchoServlet servlet = new EchoServlet();
        try (ServletServer server = new ServletServer(servlet, new McpOAuthServletFilter())) {
            assertEquals(200, send(server.get("/mcp")).statusCode());
        }
    }
}
