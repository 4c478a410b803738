package org.mcpoauth.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scopes a caller must have been granted. A request without them is answered 403 with all scopes of
 * its operation before any code of the application runs (MCP authorization, "Runtime Insufficient Scope
 * Errors").
 *
 * <p>On a resource method of Jakarta REST, or its class for all of its methods, the scopes are those of
 * every request. Where one method serves many operations, {@link #tool()}, {@link #prompt()} or {@link
 * #resource()} names the one that needs them; on the method of a bean one of these three is given. What
 * several annotations and the configuration demand adds up.
 *
 * <pre>{@code
 * @POST
 * @McpScopes("mcp:tools")
 * @McpScopes(value = "notes:write", tool = "notes_add")
 * public Response call(String message) { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(McpScopes.All.class)
public @interface McpScopes {

    /**
     * The scopes, all of which are needed.
     *
     * @return scope tokens (RFC 6749, section 3.3)
     */
    String[] value();

    /**
     * The tool that needs them.
     *
     * @return its name, empty when this is not about a tool
     */
    String tool() default "";

    /**
     * The prompt that needs them.
     *
     * @return its name, empty when this is not about a prompt
     */
    String prompt() default "";

    /**
     * The resource that needs them, also where it is subscribed to or completed.
     *
     * @return its URI; one that ends with {@code *} is that of all resources whose URI begins so; empty
     *     when this is not about a resource
     */
    String resource() default "";

    /** Several of them on one element. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface All {

        /**
         * The annotations.
         *
         * @return one or more
         */
        McpScopes[] value();
    }
}
