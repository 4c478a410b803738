package org.mcpoauth.client.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@link McpOAuthClientServletFilter} in front of everything else of a web application, without a descriptor. A
 * container finds it by itself (Jakarta Servlet 6.0, section 8.2.4).
 */
public final class McpOAuthClientInitializer implements ServletContainerInitializer {
    /** The name under which the filter is registered; a descriptor may use it to set the filter up itself. */
    public static final String FILTER_NAME = "org.mcpoauth.client";

    /** For the container. */
    public McpOAuthClientInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, new McpOAuthClientServletFilter());
        if (filter != null) {
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        }
    }
}
