package org.mcpoauth.client.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.support.binding.ServletEndpoints;

/**
 * Serves login, callback, logout and client ID metadata documents in a servlet container. {@link
 * McpOAuthClientInitializer} registers it in front of everything else; it then takes the {@link ClientEndpoints}
 * that are a CDI bean. A request whose raw path is exactly that of an endpoint is answered, all others go on.
 */
public final class McpOAuthClientServletFilter implements Filter {
    private final Supplier<Map<String, Endpoint>> endpoints;

    /** For the container: takes the endpoints that are a CDI bean when the first request comes. */
    public McpOAuthClientServletFilter() {
        this.endpoints = new BeanEndpoints();
    }

    /**
     * For a container without CDI.
     *
     * @param group the endpoints of the clients
     */
    public McpOAuthClientServletFilter(ClientEndpoints group) {
        Map<String, Endpoint> served = byPath(group);
        this.endpoints = () -> served;
    }

    static Map<String, Endpoint> byPath(ClientEndpoints group) {
        Map<String, Endpoint> byPath = new LinkedHashMap<>();
        group.endpoints().forEach(endpoint -> byPath.put(endpoint.path(), endpoint));
        return byPath;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Endpoint endpoint = request instanceof HttpServletRequest httpRequest
                ? endpoints.get().get(httpRequest.getRequestURI())
                : null;
        if (endpoint != null
                && request instanceof HttpServletRequest httpRequest
                && response instanceof HttpServletResponse httpResponse) {
            ServletEndpoints.answer(endpoint, httpRequest, httpResponse);
        } else {
            chain.doFilter(request, response);
        }
    }
}
