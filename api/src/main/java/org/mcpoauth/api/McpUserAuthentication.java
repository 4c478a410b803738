package org.mcpoauth.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How, and how long ago, the user must have been authenticated. A request whose token does not say so is
 * answered 401 {@code insufficient_user_authentication} before any code of the application runs (RFC
 * 9470, section 3).
 *
 * <p>Placed as {@link McpScopes} is: on a resource method of Jakarta REST or its class for every
 * request, and with {@link #tool()}, {@link #prompt()} or {@link #resource()} for one operation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(McpUserAuthentication.All.class)
public @interface McpUserAuthentication {

    /**
     * The accepted values of the claim {@code acr}.
     *
     * @return the preferred one first; empty for any
     */
    String[] acrValues() default {};

    /**
     * How long ago the user may have been authenticated, which the claim {@code auth_time} tells.
     *
     * @return seconds; negative for any time
     */
    long maxAgeSeconds() default -1;

    /**
     * The tool that needs it.
     *
     * @return its name, empty when this is not about a tool
     */
    String tool() default "";

    /**
     * The prompt that needs it.
     *
     * @return its name, empty when this is not about a prompt
     */
    String prompt() default "";

    /**
     * The resource that needs it.
     *
     * @return its URI as in {@link McpScopes#resource()}, empty when this is not about a resource
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
        McpUserAuthentication[] value();
    }
}
