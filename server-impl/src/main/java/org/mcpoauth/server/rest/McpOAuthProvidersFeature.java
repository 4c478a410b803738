package org.mcpoauth.server.rest;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/**
 * {@link McpOAuthFeature} for RESTEasy, which takes all entries of {@code
 * META-INF/services/jakarta.ws.rs.ext.Providers} but only the first {@link DynamicFeature} among the services. It is a class
 * of its own because RESTEasy takes no second registration of one class, and that of an application, with resources of its
 * own, comes later. What one of both has guarded the other leaves alone.
 */
public final class McpOAuthProvidersFeature implements DynamicFeature {
    private final McpOAuthFeature feature = new McpOAuthFeature();

    /** For the runtime. */
    public McpOAuthProvidersFeature() {}

    @Override
    public void configure(ResourceInfo method, FeatureContext context) {
        feature.configure(method, context);
    }
}
