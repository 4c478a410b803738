package org.mcpoauth.cdi.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.resource.ContainerTokenSource;

/**
 * Whether the types of MicroProfile JWT are there, and whose they are. Loads none of them itself, so that it
 * works where they are not.
 */
public final class MicroProfileJwt {
    /** The name of the token of MicroProfile JWT. */
    public static final String TOKEN = "org.eclipse.microprofile.jwt.JsonWebToken";
    /** The name of its qualifier. */
    public static final String CLAIM = "org.eclipse.microprofile.jwt.Claim";
    /** The name of its value that is looked up anew each time. */
    public static final String CLAIM_VALUE = "org.eclipse.microprofile.jwt.ClaimValue";

    private MicroProfileJwt() {}

    /** Whether the types can be loaded. */
    public static boolean isPresent() {
        return api() != null;
    }

    /**
     * Whether the application brought the types itself. A server whose types are seen has MicroProfile JWT, and
     * makes the beans.
     */
    public static boolean isOfApplication() {
        Class<?> api = api();
        return api != null && api.getClassLoader() == MicroProfileJwt.class.getClassLoader();
    }

    /**
     * What tells by which token the container has authenticated a caller.
     *
     * @return the source, empty where the types cannot be loaded
     */
    public static Optional<ContainerTokenSource> containerTokens() {
        return isPresent() ? Optional.of(new PrincipalTokens()) : Optional.empty();
    }

    private static @Nullable Class<?> api() {
        try {
            return Class.forName(TOKEN, false, MicroProfileJwt.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError absent) {
            return null;
        }
    }
}
