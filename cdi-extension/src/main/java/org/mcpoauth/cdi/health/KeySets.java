package org.mcpoauth.cdi.health;

import java.util.List;
import java.util.function.Supplier;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * The keys of the trusted issuers, as the verifiers have them: kept ones count as long as tokens are judged by them.
 *
 * @param resources the protected resources
 */
record KeySets(List<ProtectedResource> resources) implements Supplier<Readiness> {
    @Override
    public Readiness get() {
        return resources.stream().map(KeySets::of).reduce(Readiness.of(true), Readiness::and);
    }

    private static Readiness of(ProtectedResource resource) {
        List<Issuer> missing = resource.verifier().issuersWithoutKeys();
        return IssuerStates.of(resource.configuration().authorizationServers(), issuer -> !missing.contains(issuer));
    }
}
