package org.mcpoauth.tck.container.foreign;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/** Of the application, named in its own service files; of several some runtimes take only the first. */
public class StampingFeature implements DynamicFeature {
    /** For the runtime. */
    public StampingFeature() {}

    @Override
    public void configure(ResourceInfo method, FeatureContext context) {
        context.register(StampingFilter.class);
    }
}
