package org.mcpoauth.server.resource;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.UserAuthentication;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwtClaims;

/**
 * How, and how long ago, the user was authenticated, by {@code acr} and {@code auth_time} of the token
 * (RFC 9470, sections 3 and 6). What a token does not tell is not met.
 */
final class AuthenticationRules {
    private final InstantSource clock;
    private final Duration skew;

    AuthenticationRules(InstantSource clock, Duration skew) {
        this.clock = clock;
        this.skew = skew;
    }

    /** The demands a token does not meet. */
    List<UserAuthentication> missing(VerifiedToken token, List<UserAuthentication> demands) {
        if (demands.isEmpty()) {
            return List.of();
        }
        JwtClaims claims = new JwtClaims(token.claims());
        return demands.stream().filter(demand -> !isMet(claims, demand)).toList();
    }

    /**
     * One demand to name in a challenge: the classes that all accept, in the order of the first, or
     * those of an unmet one where there are none; the shortest age.
     */
    static UserAuthentication combined(List<UserAuthentication> demands, List<UserAuthentication> missing) {
        Duration age = demands.stream()
                .map(UserAuthentication::maxAge)
                .filter(Objects::nonNull)
                .min(Duration::compareTo)
                .orElse(null);
        List<List<String>> named = demands.stream()
                .map(UserAuthentication::acrValues)
                .filter(values -> !values.isEmpty())
                .toList();
        List<String> common = new ArrayList<>(named.isEmpty() ? List.of() : named.get(0));
        named.forEach(common::retainAll);
        return new UserAuthentication(common.isEmpty() ? firstNamed(missing) : common, age);
    }

    private static List<String> firstNamed(List<UserAuthentication> missing) {
        return missing.stream()
                .map(UserAuthentication::acrValues)
                .flatMap(values -> values.isEmpty() ? Stream.empty() : Stream.of(values))
                .findFirst()
                .orElse(List.of());
    }

    private boolean isMet(JwtClaims claims, UserAuthentication demand) {
        try {
            return isStrong(claims.text("acr"), demand.acrValues()) && isRecent(claims, demand.maxAge());
        } catch (MalformedException e) {
            return false;
        }
    }

    private static boolean isStrong(@Nullable String acr, List<String> accepted) {
        return accepted.isEmpty() || (acr != null && accepted.contains(acr));
    }

    /** Too old is what is older than the age; a time in the future is not believed. */
    private boolean isRecent(JwtClaims claims, @Nullable Duration maxAge) throws MalformedException {
        if (maxAge == null) {
            return true;
        }
        Instant authenticated = claims.time("auth_time");
        Instant now = clock.instant();
        return authenticated != null
                && !authenticated.isAfter(now.plus(skew))
                && !now.isAfter(authenticated.plus(maxAge).plus(skew));
    }
}
