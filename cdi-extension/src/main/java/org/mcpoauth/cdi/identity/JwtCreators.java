package org.mcpoauth.cdi.identity;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.spi.InjectionPoint;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** What the container makes the beans of MicroProfile JWT with; public for the container alone. */
public final class JwtCreators {
    private JwtCreators() {}

    /** Makes the view of the token of the current request. */
    public static final class OfJsonWebToken implements SyntheticBeanCreator<JsonWebToken> {
        /** For the container. */
        public OfJsonWebToken() {}

        @Override
        public JsonWebToken create(Instance<Object> lookup, Parameters parameters) {
            return new InjectedToken(IdentityCreators.current());
        }
    }

    /** Gives a claim. Where it is injected is known to the lookup that is handed over, and to nothing else. */
    @SuppressWarnings("NullAway") // a dependent bean may be null
    public static final class OfClaim implements SyntheticBeanCreator<Object> {
        /** For the container. */
        public OfClaim() {}

        @Override
        public @Nullable Object create(Instance<Object> lookup, Parameters parameters) {
            return InjectedClaim.at(lookup.select(InjectionPoint.class).get(), IdentityCreators.current());
        }
    }
}
