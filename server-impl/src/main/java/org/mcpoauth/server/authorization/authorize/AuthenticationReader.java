package org.mcpoauth.server.authorization.authorize;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.OpenIdClientMetadata;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.api.provider.RequestedAuthentication.Prompt;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * Reads how an authorization request wants its user to be authenticated (OpenID Connect Core 1.0, section 3.1.2.1; RFC
 * 9470, section 4).
 */
final class AuthenticationReader {
    private static final int MAX_DIGITS = 9;
    private static final Duration LONGEST_AGE = Duration.ofSeconds(999_999_999);

    private AuthenticationReader() {}

    /** What the request does not say the client may have registered (OpenID Connect Registration 1.0, section 2). */
    static RequestedAuthentication read(OpenIdClientMetadata client, Parameters request) {
        return new RequestedAuthentication(
                request.find("prompt").map(AuthenticationReader::prompts).orElse(Set.of()),
                request.find("max_age")
                        .map(AuthenticationReader::maxAge)
                        .or(() -> defaultMaxAge(client))
                        .orElse(null),
                classes(request.find("acr_values")
                        .map(AuthenticationReader::words)
                        .orElseGet(client::defaultAcrValues)),
                hint(request, "login_hint"),
                hint(request, "ui_locales"));
    }

    /** A published document may name any number. */
    private static Optional<Duration> defaultMaxAge(OpenIdClientMetadata client) {
        return client.defaultMaxAge().filter(age -> age.compareTo(LONGEST_AGE) <= 0);
    }

    private static Set<Prompt> prompts(String text) {
        Set<Prompt> prompts = EnumSet.noneOf(Prompt.class);
        words(text).forEach(word -> prompts.add(prompt(word)));
        if (prompts.contains(Prompt.NONE) && prompts.size() > 1) {
            throw invalid("the prompt none stands alone");
        }
        return prompts;
    }

    private static Prompt prompt(String word) {
        return switch (word) {
            case "none" -> Prompt.NONE;
            case "login" -> Prompt.LOGIN;
            case "consent" -> Prompt.CONSENT;
            case "select_account" -> Prompt.SELECT_ACCOUNT;
            default -> throw invalid("prompt must be none, login, consent or select_account");
        };
    }

    private static Duration maxAge(String text) {
        if (text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw invalid("max_age must be a number of seconds");
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    /** As many as can be remembered until the user has logged in, whoever named them. */
    private static List<String> classes(List<String> named) {
        boolean areFew = named.size() <= RequestedAuthentication.MAX_CLASSES;
        if (!areFew
                || named.stream().anyMatch(one -> one.isEmpty() || one.length() > RequestedAuthentication.MAX_CLASS)) {
            throw invalid("acr_values has up to " + RequestedAuthentication.MAX_CLASSES + " names");
        }
        return named;
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }

    /** A hint that is too long to be one is of no use, but no fault. */
    private static @Nullable String hint(Parameters request, String name) {
        Optional<String> hint = request.find(name);
        return hint.filter(text -> text.length() <= RequestedAuthentication.MAX_HINT)
                .orElse(null);
    }

    private static EndpointException invalid(String description) {
        return EndpointException.authorize(ErrorCode.INVALID_REQUEST, description);
    }
}
