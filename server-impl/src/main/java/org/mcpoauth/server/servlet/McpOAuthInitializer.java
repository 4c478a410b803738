package org.mcpoauth.server.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.binding.ServletEndpoints;

/**
 * Puts {@link McpOAuthServletFilter} in front of everything else of a web application, without a
 * descriptor. A container finds it by itself (Jakarta Servlet 6.0, section 8.2.4).
 */
public final class McpOAuthInitializer implements ServletContainerInitializer {
    /** The name under which the filter is registered; a descriptor may use it to set the filter up itself. */
    public static final String FILTER_NAME = "org.mcpoauth.server";

    private static final Set<DispatcherType> DISPATCHES =
            EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD, DispatcherType.INCLUDE, DispatcherType.ASYNC);

    /** For the container. */
    public McpOAuthInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        context.setAttribute(ServletEndpoints.INITIALIZER, true);
        FilterRegistration.Dynamic filter = context.addFilter(FILTER_NAME, new McpOAuthServletFilter());
        if (filter != null) {
            filter.setAsyncSupported(true);
            filter.addMappingForUrlPatterns(EnumSet.copyOf(DISPATCHES), false, "/*");
        }
    }
}
