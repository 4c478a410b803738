package org.mcpoauth.cdi.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.resource.DeclaredAuthentication;
import org.mcpoauth.spi.resource.OperationAuthentication;
import org.mcpoauth.spi.resource.OperationPattern;
import org.mcpoauth.spi.resource.UserAuthentication;

/** The keys that say how, and how long ago, users must have been authenticated (RFC 9470, section 3). */
final class AuthenticationSettings {
    private static final String EXAMPLE = "tools/call:pay => mfa max-age=PT5M";
    private static final String MAX_AGE = "max-age=";

    private AuthenticationSettings() {}

    /** What every request needs. */
    static UserAuthentication ofAll(Settings settings) {
        Group<UserAuthentication> rules = settings.group(Role.RESOURCE_SERVER, UserAuthentication.ANY);
        rules.with(settings.list(ConfigurationKey.RESOURCE_ACR_VALUES), UserAuthentication::withAcrValues);
        rules.with(settings.duration(ConfigurationKey.RESOURCE_AUTHENTICATION_MAX_AGE), UserAuthentication::withMaxAge);
        return rules.value();
    }

    /** What operations need beyond that; one that is named twice needs both. */
    static Optional<OperationAuthentication> ofOperations(Settings settings) {
        return settings.list(ConfigurationKey.RESOURCE_OPERATION_AUTHENTICATION, AuthenticationSettings::needed)
                .map(DeclaredAuthentication::of);
    }

    private static Map.Entry<OperationPattern, UserAuthentication> needed(String text) {
        OperationLine line = OperationLine.parse(text, EXAMPLE);
        return Map.entry(line.operation(), demand(line.needs()));
    }

    /** Words are values of {@code acr}; one of them may be the largest age. */
    private static UserAuthentication demand(String words) {
        List<String> values = new ArrayList<>();
        Duration maxAge = null;
        StringTokenizer each = new StringTokenizer(words);
        while (each.hasMoreTokens()) {
            String word = each.nextToken();
            if (word.startsWith(MAX_AGE)) {
                maxAge = onlyAge(maxAge, word.substring(MAX_AGE.length()));
            } else {
                values.add(word);
            }
        }
        return demand(values, maxAge);
    }

    private static Duration onlyAge(@Nullable Duration before, String text) {
        if (before != null) {
            throw new IllegalArgumentException("has an operation with two ages");
        }
        return Settings.parseDuration(text);
    }

    private static UserAuthentication demand(List<String> values, @Nullable Duration maxAge) {
        try {
            return new UserAuthentication(values, maxAge);
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException("an authentication " + FullKeys.withoutKey(e), e);
        }
    }
}
