package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpHeaders;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.cdi.LoaderWithout;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.ContainerTokenSource;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.TokenForm;

/**
 * The verifier {@code container}: the principal of the container is a {@code JsonWebToken} with its text (MicroProfile
 * JWT 2.1, "Mapping MP-JWT Tokens to Jakarta EE Container APIs").
 */
class ContainerVerifierKeysTest {

    @Test
    void theTokenIsThatOfTheCallerWhomMicroProfileJwtAuthenticated() {
        assertEquals(Secret.of("a.b.c"), token(new RawJwt("a.b.c")));
        assertNull(token(new RawJwt(null)));
        assertNull(token(new RawJwt("")));
        assertNull(token(() -> "somebody"));
        assertNull(token(null));
    }

    private static @Nullable Secret token(@Nullable Principal caller) {
        ResourceServerConfiguration resource = ResourceServerConfigurations.read(Keys.config(keys()), builder -> {});
        assertEquals(TokenForm.CONTAINER, resource.form());
        ContainerTokenSource source = resource.containerTokens();
        assertNotNull(source);
        HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
        return source.token(
                new GuardedRequest("POST", "/mcp", null, none, max -> new byte[0], null, null, () -> caller));
    }

    /** On the class path: a named module would not let its classes be loaded anew. */
    @Test
    @Tag("container")
    void withoutTheApiOfMicroProfileJwtTheConfigurationIsRefused() throws Exception {
        Method read = Class.forName(
                        ResourceServerConfigurations.class.getName(),
                        true,
                        new LoaderWithout("org.eclipse.microprofile.jwt."))
                .getMethod("read", Config.class, Consumer.class);
        Consumer<ResourceServerConfiguration.Builder> noBeans = builder -> {};
        InvocationTargetException thrown =
                assertThrows(InvocationTargetException.class, () -> read.invoke(null, Keys.config(keys()), noBeans));
        ConfigurationException e = assertInstanceOf(ConfigurationException.class, thrown.getCause());
        assertEquals(
                "mcp.oauth.resource.verifier: is container, but nothing tells by which token the container has"
                        + " authenticated a caller; the API of MicroProfile JWT is not there",
                e.getMessage());
    }

    private static Map<String, String> keys() {
        Map<String, String> keys = new HashMap<>(Samples.RESOURCE);
        keys.put("mcp.oauth.resource.verifier", "container");
        return keys;
    }
}
