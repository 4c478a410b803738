package org.mcpoauth.tck.container.foreign;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** Of the application, and does nothing. */
public class OtherFeature implements Feature {
    /** For the runtime. */
    public OtherFeature() {}

    @Override
    public boolean configure(FeatureContext context) {
        return true;
    }
}
