package org.mcpoauth.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor.Provides;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpoauth.spi.McpOAuthClientFactory;
import org.mcpoauth.spi.McpOAuthRuntime;

/** The factory is found on the module path and on the class path; these tests run on both. */
class ServicesTest {

    @Test
    void theFactoryIsFound() {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.create()) {
            assertNotNull(runtime.discovery());
            assertNotNull(runtime.registration());
            assertNotNull(runtime.grants());
        }
    }

    @Test
    void providerFileAndModuleAgree() throws IOException {
        String name = "META-INF/services/" + McpOAuthClientFactory.class.getName();
        try (InputStream file = assertInstanceOf(
                InputStream.class, ClientFactory.class.getModule().getResourceAsStream(name))) {
            assertEquals(
                    ClientFactory.class.getName(), new String(file.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
        Module module = ClientFactory.class.getModule();
        if (module.isNamed()) {
            List<String> provided = module.getDescriptor().provides().stream()
                    .filter(each -> each.service().equals(McpOAuthClientFactory.class.getName()))
                    .map(Provides::providers)
                    .flatMap(List::stream)
                    .toList();
            assertEquals(List.of(ClientFactory.class.getName()), provided);
        }
    }
}
