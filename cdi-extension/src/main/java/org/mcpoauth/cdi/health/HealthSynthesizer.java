package org.mcpoauth.cdi.health;

import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;

/** Adds the checks as beans. Loaded only where MicroProfile Health is. */
public final class HealthSynthesizer {
    private final SyntheticComponents components;

    /**
     * Adds beans.
     *
     * @param components takes them
     */
    public HealthSynthesizer(SyntheticComponents components) {
        this.components = components;
    }

    /**
     * Adds the checks of what there is.
     *
     * @param resources whether there are protected resources
     * @param server whether there is an authorization server
     */
    public void add(boolean resources, boolean server) {
        if (resources) {
            add("mcp-oauth-jwks", HealthCreators.OfKeySets.class);
            add("mcp-oauth-issuer", HealthCreators.OfIssuers.class);
        }
        if (server) {
            add("mcp-oauth-key-ring", HealthCreators.OfKeyRing.class);
        }
        if (resources || server) {
            add("mcp-oauth-store", HealthCreators.OfStore.class);
        }
    }

    /** The name tells beans of one type apart, of which a container would take the second for the first. */
    private void add(String name, Class<? extends SyntheticBeanCreator<HealthCheck>> creator) {
        components
                .addBean(HealthCheck.class)
                .type(HealthCheck.class)
                .qualifier(org.eclipse.microprofile.health.Readiness.Literal.INSTANCE)
                .qualifier(NamedLiteral.of(name))
                .withParam(HealthCreators.NAME, name)
                .scope(Singleton.class)
                .createWith(creator);
    }
}
