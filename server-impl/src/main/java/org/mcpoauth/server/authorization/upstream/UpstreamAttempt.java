package org.mcpoauth.server.authorization.upstream;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.api.provider.RequestedAuthentication.Prompt;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * One login upstream. Its nonce and PKCE verifier are digests over the browser's cookie, which nobody else knows, and
 * the state, which is used once; so nothing more has to be stored.
 *
 * @param cookie the value of the browser's cookie
 * @param state names the attempt, random
 * @param requested how the client wants the user to be authenticated
 * @param isSwitching whether the user was logged in and wants to be somebody else
 * @param isSecond whether the issuer could not ask for an account in a first attempt
 */
public record UpstreamAttempt(
        String cookie, String state, RequestedAuthentication requested, boolean isSwitching, boolean isSecond) {
    private static final String SELECT_ACCOUNT = "select_account";

    /**
     * How long ago the user may have logged in, {@code null} if that does not matter. A new login is one of age zero,
     * which the issuer has to tell the time of (OpenID Connect Core 1.0, section 3.1.2.1); it need not for a mere
     * {@code prompt=login}.
     */
    @Nullable
    Duration maxAge() {
        return requested.maxAge() == null && requested.demandsLogin() ? Duration.ZERO : requested.maxAge();
    }

    /**
     * What the user shall be asked there, {@code null} for nothing in particular. One value, since issuers refuse
     * several.
     *
     * @param supported what the issuer says that it knows; empty if it does not say
     */
    @Nullable
    String prompt(List<String> supported) {
        boolean isChoice = isSwitching || requested.prompts().contains(Prompt.SELECT_ACCOUNT);
        boolean isKnown = supported.isEmpty() || supported.contains(SELECT_ACCOUNT);
        if (isChoice && isKnown && !isSecond && !requested.prompts().contains(Prompt.LOGIN)) {
            return SELECT_ACCOUNT;
        }
        return isChoice || requested.demandsLogin() ? "login" : null;
    }

    /** Whether the user shall be asked for an account by an issuer that does not say whether it can. */
    boolean isGuess(List<String> supported) {
        return supported.isEmpty() && SELECT_ACCOUNT.equals(prompt(supported));
    }

    /**
     * The same at an issuer that cannot ask for an account, which is asked for a login instead.
     *
     * @param newState names the second attempt, random
     * @return a new value
     */
    public UpstreamAttempt second(String newState) {
        return new UpstreamAttempt(cookie, newState, requested, isSwitching, true);
    }

    /** Who probably logs in; that is not who was logged in. */
    @Nullable
    String loginHint() {
        return isSwitching ? null : requested.loginHint();
    }

    String nonce() {
        return Sha256.base64Url(cookie + ".upstream-nonce." + state);
    }

    String verifier() {
        return Sha256.base64Url(cookie + ".upstream-verifier." + state);
    }

    String challenge() {
        return Sha256.base64Url(verifier());
    }

    /** Gives the type only: the cookie is a secret. */
    @Override
    public String toString() {
        return "UpstreamAttempt";
    }
}
