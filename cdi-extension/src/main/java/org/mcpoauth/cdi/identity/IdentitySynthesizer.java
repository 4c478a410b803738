package org.mcpoauth.cdi.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanBuilder;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import java.lang.annotation.Annotation;
import java.util.function.Predicate;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.client.CurrentRequest;
import org.mcpoauth.spi.resource.CurrentToken;

/** Adds the beans of the caller. */
public final class IdentitySynthesizer {
    private final SyntheticComponents components;

    /**
     * Adds beans.
     *
     * @param components takes them
     */
    public IdentitySynthesizer(SyntheticComponents components) {
        this.components = components;
    }

    /**
     * Adds what is there always.
     *
     * @param isProvided whether the application has an own bean of a type
     */
    public void caller(Predicate<Class<?>> isProvided) {
        add(RequestToken.class, RequestScoped.class, IdentityCreators.OfRequestToken.class);
        add(CurrentToken.class, ApplicationScoped.class, IdentityCreators.OfCurrentToken.class);
        add(RequestCaller.class, RequestScoped.class, IdentityCreators.OfRequestCaller.class);
        add(CurrentRequest.class, ApplicationScoped.class, IdentityCreators.OfCurrentRequest.class);
        if (!isProvided.test(VerifiedToken.class)) {
            // a record has no proxy, so it has no normal scope
            add(VerifiedToken.class, Dependent.class, IdentityCreators.OfVerifiedToken.class);
        }
        if (!isProvided.test(TokenPrincipal.class)) {
            // not as Principal too: that is a bean of every container
            add(TokenPrincipal.class, Dependent.class, IdentityCreators.OfTokenPrincipal.class);
        }
    }

    /**
     * Adds the beans of MicroProfile JWT. Called only where its types are.
     *
     * @param points where claims are wanted
     */
    public void microProfileJwt(IdentityPoints points) {
        new JwtBeans(components).add(points);
    }

    private <T> void add(
            Class<T> type, Class<? extends Annotation> scope, Class<? extends SyntheticBeanCreator<T>> creator) {
        SyntheticBeanBuilder<T> bean = components.addBean(type);
        bean.type(type).scope(scope).createWith(creator);
    }
}
