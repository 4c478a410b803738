package org.mcpoauth.cdi.config;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimits;
import org.mcpoauth.spi.support.http.AddressRange;

/** Reads how often addresses may do what costs or guesses, such as {@code 50/15m}. */
final class RateLimitSettings {
    private static final String FORM = "is off, or a number and a time such as 20/h, 50/15m or 3/30s";

    private RateLimitSettings() {}

    static RateLimits read(Settings settings) {
        Group<RateLimits> limits = settings.group(Role.AUTHORIZATION_SERVER, RateLimits.DEFAULT);
        limits.with(
                limit(settings, ConfigurationKey.AS_RATE_LIMIT_REGISTER),
                (all, value) -> all.withRegistration(value.limit()));
        limits.with(
                limit(settings, ConfigurationKey.AS_RATE_LIMIT_TOKEN), (all, value) -> all.withFailures(value.limit()));
        limits.with(
                limit(settings, ConfigurationKey.AS_RATE_LIMIT_AUTHORIZE),
                (all, value) -> all.withAuthorization(value.limit()));
        limits.with(
                settings.list(
                        ConfigurationKey.AS_RATE_LIMIT_TRUSTED_PROXIES,
                        text -> AddressRange.parse(text).toString()),
                RateLimits::withTrustedProxies);
        return limits.value();
    }

    private static Optional<Chosen> limit(Settings settings, ConfigurationKey key) {
        return settings.parsed(key, text -> text.equals("off") ? new Chosen(null) : new Chosen(parse(text)));
    }

    private static RateLimit parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || slash == text.length() - 1) {
            throw new IllegalArgumentException(FORM);
        }
        try {
            return new RateLimit(Integer.parseInt(text.substring(0, slash)), period(text.substring(slash + 1)));
        } catch (NumberFormatException | ArithmeticException | ConfigurationException e) {
            throw new IllegalArgumentException(FORM, e);
        }
    }

    private static Duration period(String text) {
        String digits = text.substring(0, text.length() - 1);
        int count = digits.isEmpty() ? 1 : Integer.parseInt(digits);
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> throw new IllegalArgumentException(FORM);
        };
    }

    /**
     * What a key says.
     *
     * @param limit the limit, or {@code null} for none
     */
    private record Chosen(@Nullable RateLimit limit) {}
}
