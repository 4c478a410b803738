package org.mcpoauth.cdi;

import jakarta.enterprise.util.AnnotationLiteral;
import java.io.Serial;
import java.util.Objects;
import org.mcpoauth.api.McpOAuth;

/**
 * The qualifier of a client as an object, for a lookup by name:
 *
 * <pre>{@code
 * CDI.current().select(McpOAuthClient.class, McpOAuthLiteral.of("crm")).get();
 * }</pre>
 *
 * <p>The beans are those of the names at injection points and of the names with a {@code server-url}.
 */
@SuppressWarnings("ClassExplicitlyAnnotation") // that is what a literal of an annotation is
public final class McpOAuthLiteral extends AnnotationLiteral<McpOAuth> implements McpOAuth {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String value;

    private McpOAuthLiteral(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * The qualifier with a name.
     *
     * @param name the name of the client
     * @return the qualifier
     */
    public static McpOAuthLiteral of(String name) {
        return new McpOAuthLiteral(name);
    }

    @Override
    public String value() {
        return value;
    }
}
