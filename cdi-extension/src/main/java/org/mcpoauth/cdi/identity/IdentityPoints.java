package org.mcpoauth.cdi.identity;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.InjectionPointInfo;
import jakarta.enterprise.lang.model.AnnotationInfo;
import jakarta.enterprise.lang.model.types.Type;
import jakarta.inject.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;

/**
 * Where the application wants the caller injected. What is of one request must not be kept by a bean that
 * lives longer: the next caller would be taken for the first. Filled by one thread at deployment.
 */
public final class IdentityPoints {
    private static final Set<String> LAZY = Set.of(Provider.class.getName(), Instance.class.getName());
    private static final Set<String> SHORT_LIVED = Set.of(Dependent.class.getName(), RequestScoped.class.getName());
    private static final Set<String> OF_ONE_REQUEST =
            Set.of(VerifiedToken.class.getName(), TokenPrincipal.class.getName());

    private final Map<String, ClaimPoint> claims = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> claimProblems = new ArrayList<>();

    /** Knows nothing yet. */
    public IdentityPoints() {}

    /**
     * A type that a claim is wanted in.
     *
     * @param type the type
     * @param qualifier the qualifier of one place
     */
    record ClaimPoint(Type type, AnnotationInfo qualifier) {}

    /**
     * Notes what a bean wants.
     *
     * @param bean a bean of the application
     */
    public void wants(BeanInfo bean) {
        bean.injectionPoints().forEach(point -> wants(bean, point));
    }

    /** What is wrong whoever makes the beans. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** What is wrong with claims, where they are ours. */
    public List<String> claimProblems() {
        return List.copyOf(claimProblems);
    }

    Iterable<ClaimPoint> claims() {
        return claims.values();
    }

    private void wants(BeanInfo bean, InjectionPointInfo point) {
        boolean isLazy = LAZY.contains(raw(point.type()));
        Type type = isLazy ? content(point.type()) : point.type();
        boolean isKept =
                !isLazy && !SHORT_LIVED.contains(bean.scope().annotation().name());
        Optional<AnnotationInfo> claim = point.qualifiers().stream()
                .filter(qualifier -> qualifier.name().equals(MicroProfileJwt.CLAIM))
                .findFirst();
        if (claim.isPresent()) {
            wantsClaim(type, claim.get(), isKept, bean);
        } else if (isKept && OF_ONE_REQUEST.contains(raw(type))) {
            problems.add(kept(bean, type));
        }
    }

    private void wantsClaim(Type type, AnnotationInfo qualifier, boolean isKept, BeanInfo bean) {
        if (!ClaimTypes.isSupported(type)) {
            claimProblems.add(nameOf(bean) + ": a claim cannot be injected as " + ClaimTypes.name(type));
        } else if (isKept && !ClaimTypes.isDynamic(type)) {
            claimProblems.add(kept(bean, type));
        }
        // even then, so that the container does not tell something else first
        claims.putIfAbsent(ClaimTypes.name(type), new ClaimPoint(type, qualifier));
    }

    private static String kept(BeanInfo bean, Type type) {
        return nameOf(bean) + ": " + ClaimTypes.name(type)
                + " is of one request, and this bean lives longer; inject a Provider of it";
    }

    private static String nameOf(BeanInfo bean) {
        return bean.declaringClass().name();
    }

    private static String raw(Type type) {
        if (type.isParameterizedType()) {
            return type.asParameterizedType().genericClass().declaration().name();
        }
        return type.isClass() ? type.asClass().declaration().name() : "";
    }

    private static Type content(Type wrapper) {
        return wrapper.isParameterizedType()
                ? wrapper.asParameterizedType().typeArguments().get(0)
                : wrapper;
    }
}
