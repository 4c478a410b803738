package org.mcpoauth.cdi.identity;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanBuilder;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * The beans of MicroProfile JWT. They win over those of a server, where configuration wants them beside it.
 *
 * @param components takes the beans
 */
record JwtBeans(SyntheticComponents components) {

    void add(IdentityPoints points) {
        before(components.addBean(JsonWebToken.class))
                .type(JsonWebToken.class)
                .scope(RequestScoped.class)
                .createWith(JwtCreators.OfJsonWebToken.class);
        for (IdentityPoints.ClaimPoint point : points.claims()) {
            SyntheticBeanBuilder<Object> bean = before(components.addBean(Object.class));
            ClaimTypes.addTo(bean, point.type());
            bean.qualifier(point.qualifier()).scope(Dependent.class).createWith(JwtCreators.OfClaim.class);
        }
    }

    private static <T> SyntheticBeanBuilder<T> before(SyntheticBeanBuilder<T> bean) {
        return bean.alternative(true).priority(Interceptor.Priority.LIBRARY_BEFORE);
    }
}
