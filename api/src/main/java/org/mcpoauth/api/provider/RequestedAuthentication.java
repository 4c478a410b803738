package org.mcpoauth.api.provider;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How an authorization request wants its user to be authenticated (OpenID Connect Core 1.0, section 3.1.2.1; RFC 9470,
 * section 4). The endpoint sees to it, with one exception: whether a user is asked for consent is decided by the
 * provider, whom {@link Interaction#mustAsk} tells. Immutable.
 *
 * @param prompts what the user shall be asked; {@link Prompt#NONE} stands alone; may be empty
 * @param maxAge how long ago the login may be at most, whole seconds, or {@code null} when that does not matter
 * @param acrValues the authentication context classes of which the login must have one, the preferred one first, up to
 *     {@value #MAX_CLASSES} of 1 to {@value #MAX_CLASS} characters; empty when that does not matter
 * @param loginHint who probably logs in, 1 to 256 characters that the client chose, or {@code null}
 * @param uiLocales the languages the user reads, as language tags with blanks between them, the preferred one first, 1 to
 *     256 characters that the client chose, or {@code null}
 */
public record RequestedAuthentication(
        Set<Prompt> prompts,
        @Nullable Duration maxAge,
        List<String> acrValues,
        @Nullable String loginHint,
        @Nullable String uiLocales) {
    /** The most characters of a hint. */
    public static final int MAX_HINT = 256;

    /** The most authentication context classes. */
    public static final int MAX_CLASSES = 20;

    /** The most characters of an authentication context class. */
    public static final int MAX_CLASS = 256;

    /** Nothing in particular. */
    public static final RequestedAuthentication ANY =
            new RequestedAuthentication(Set.of(), null, List.of(), null, null);

    /** The values of {@code prompt} (OpenID Connect Core 1.0, section 3.1.2.1). */
    public enum Prompt {
        /** Nothing at all may be shown to the user. */
        NONE,
        /** The user shall log in, even if that has happened before. */
        LOGIN,
        /** The user shall be asked for consent, even if that has happened before. */
        CONSENT,
        /** The user shall choose who to be, which logging in is. */
        SELECT_ACCOUNT
    }

    /**
     * Checks and copies the components.
     *
     * @throws IllegalArgumentException if {@link Prompt#NONE} has company, the age is negative, a hint or class has a
     *     wrong length, or there are too many classes
     */
    public RequestedAuthentication {
        prompts = Set.copyOf(prompts);
        acrValues = List.copyOf(acrValues);
        if (prompts.contains(Prompt.NONE) && prompts.size() > 1) {
            throw new IllegalArgumentException("the prompt none stands alone");
        }
        if (maxAge != null && maxAge.isNegative()) {
            throw new IllegalArgumentException("an age is not negative");
        }
        if (acrValues.size() > MAX_CLASSES || !acrValues.stream().allMatch(RequestedAuthentication::isClass)) {
            throw new IllegalArgumentException(
                    "there are at most " + MAX_CLASSES + " classes of 1 to " + MAX_CLASS + " characters");
        }
        requireHint(loginHint);
        requireHint(uiLocales);
    }

    /**
     * A request in no language in particular.
     *
     * @param prompts what the user shall be asked
     * @param maxAge how long ago the login may be at most, or {@code null}
     * @param acrValues the authentication context classes of which the login must have one
     * @param loginHint who probably logs in, or {@code null}
     * @throws IllegalArgumentException if a component breaks a rule
     */
    public RequestedAuthentication(
            Set<Prompt> prompts, @Nullable Duration maxAge, List<String> acrValues, @Nullable String loginHint) {
        this(prompts, maxAge, acrValues, loginHint, null);
    }

    private static boolean isClass(String text) {
        return !text.isEmpty() && text.length() <= MAX_CLASS;
    }

    private static void requireHint(@Nullable String hint) {
        if (hint != null && (hint.isEmpty() || hint.length() > MAX_HINT)) {
            throw new IllegalArgumentException("a hint has 1 to " + MAX_HINT + " characters");
        }
    }

    /**
     * Whether nothing may be shown to the user.
     *
     * @return {@code true} for {@link Prompt#NONE}
     */
    public boolean forbidsPages() {
        return prompts.contains(Prompt.NONE);
    }

    /**
     * Whether the user has to log in for this very request.
     *
     * @return {@code true} for {@link Prompt#LOGIN}, {@link Prompt#SELECT_ACCOUNT} and an age of zero
     */
    public boolean demandsLogin() {
        return prompts.contains(Prompt.LOGIN)
                || prompts.contains(Prompt.SELECT_ACCOUNT)
                || (maxAge != null && maxAge.isZero());
    }

    /**
     * Whether the user has to be asked for consent for this very request.
     *
     * @return {@code true} for {@link Prompt#CONSENT}
     */
    public boolean demandsConsent() {
        return prompts.contains(Prompt.CONSENT);
    }

    /** Leaves the hint out, which is personal. */
    @Override
    public String toString() {
        return "RequestedAuthentication[prompts=" + prompts + ", maxAge=" + maxAge + "]";
    }
}
