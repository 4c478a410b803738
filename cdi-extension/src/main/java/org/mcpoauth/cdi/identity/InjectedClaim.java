package org.mcpoauth.cdi.identity;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Provider;
import jakarta.json.JsonValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claim;
import org.eclipse.microprofile.jwt.ClaimValue;
import org.eclipse.microprofile.jwt.Claims;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;

/**
 * A claim of the token of the current request, in the type of an injection point.
 *
 * @param current the proxy of the token of the current request
 * @param name the name of the claim
 */
record InjectedClaim(RequestToken current, String name) {
    private static final Set<Class<?>> LAZY = Set.of(Provider.class, Instance.class);

    static @Nullable Object at(InjectionPoint point, RequestToken current) {
        Claim claim = point.getQualifiers().stream()
                .filter(Claim.class::isInstance)
                .map(Claim.class::cast)
                .findFirst()
                .orElseThrow();
        Type type = point.getType();
        return new InjectedClaim(current, nameOf(claim)).as(LAZY.contains(raw(type)) ? argument(type) : type);
    }

    static String nameOf(Claim claim) {
        return claim.standard() == Claims.UNKNOWN
                ? claim.value()
                : claim.standard().name();
    }

    private @Nullable Object as(Type type) {
        Class<?> raw = raw(type);
        if (raw == ClaimValue.class) {
            return new Dynamic(this, argument(type));
        }
        if (raw == Optional.class) {
            return Optional.ofNullable(as(argument(type)));
        }
        return ClaimConversion.as(raw, value());
    }

    private @Nullable JsonValue value() {
        VerifiedToken token = current.token();
        return token == null ? null : token.claims().get(name);
    }

    private static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    }

    private static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    /**
     * A value that is looked up anew each time.
     *
     * @param claim the claim
     * @param type the type of the value
     */
    @SuppressWarnings("NullAway") // the API answers null for a claim that is absent
    private record Dynamic(InjectedClaim claim, Type type) implements ClaimValue<@Nullable Object> {
        @Override
        public String getName() {
            return claim.name();
        }

        @Override
        public @Nullable Object getValue() {
            return claim.as(type);
        }
    }
}
