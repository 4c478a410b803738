package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.servlet.ServletContext;
import java.util.Map;
import java.util.Set;
import org.glassfish.grizzly.servlet.WebappContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.server.servlet.McpOAuthInitializer;

/** A web application with a protected resource has the guard in front, or does not start. */
@Tag("container")
class ServletGuardCheckTest {
    /** With the class loader that it has when it is deployed. */
    private final WebappContext context = new WebappContext("test", "") {
        @Override
        public ClassLoader getClassLoader() {
            return ServletGuardCheckTest.class.getClassLoader();
        }
    };

    // Jakarta Servlet 6.0, section 8.2.4: an absolute ordering excludes the initializers of jars it does not name
    @Test
    void anApplicationWithoutTheInitializerDoesNotStart() {
        try (Application application = Application.start(Application.RESOURCE, Tokens.class)) {
            Exception failure = assertThrows(Exception.class, () -> begin(application));
            assertTrue(String.valueOf(failure).contains("MCPO5010"), String.valueOf(failure));
        }
    }

    @Test
    void anApplicationWithTheInitializerStarts() {
        new McpOAuthInitializer().onStartup(Set.of(), context);

        try (Application application = Application.start(Application.RESOURCE, Tokens.class)) {
            assertDoesNotThrow(() -> begin(application));
        }
    }

    @Test
    void withoutAProtectedResourceNothingIsDemanded() {
        try (Application application = Application.start(Map.of(), Tokens.class)) {
            assertDoesNotThrow(() -> begin(application));
        }
    }

    /** What a servlet container says when a web application starts. */
    private void begin(Application application) {
        Event<Object> events = application.get(BeanManager.class).getEvent();
        events.select(ServletContext.class, Initialized.Literal.APPLICATION).fire(context);
    }
}
