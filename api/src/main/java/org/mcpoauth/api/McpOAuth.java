package org.mcpoauth.api;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Injects the client of a configured MCP server.
 *
 * <pre>{@code
 * @Inject
 * @McpOAuth("crm")
 * McpOAuthClient crm;
 * }</pre>
 *
 * <p>The value is the name in the configuration keys {@code mcp.oauth.client.<name>.*}. On what belongs to a
 * protected resource of this application, such as {@code TokenVerifier}, it is the name in {@code
 * mcp.oauth.resource.<name>.*}.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface McpOAuth {
    /** The name used when none is given. */
    String DEFAULT_NAME = "default";

    /**
     * The configured name of the MCP server or protected resource.
     *
     * @return a name without dots
     */
    String value() default DEFAULT_NAME;
}
