package org.mcpoauth.server.authorization.page;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;

/**
 * What a consent page asks.
 *
 * @param client who wants access
 * @param parameters what it asked for
 * @param scopes what the user is asked to grant
 * @param subject who is asked, or {@code null} while nobody is logged in
 * @param upstream with whom the user logs in next, or {@code null} if here
 * @param canSwitch whether the user may log in as somebody else
 * @param canRemember whether the user may wish not to be asked again
 */
public record ConsentQuestion(
        Client client,
        AuthorizationParameters parameters,
        Scopes scopes,
        @Nullable String subject,
        @Nullable UpstreamAccess upstream,
        boolean canSwitch,
        boolean canRemember) {

    /**
     * What is asked before a login elsewhere.
     *
     * @param client who wants access
     * @param parameters what it asked for
     * @param scopes what the user is asked to grant
     * @param upstream with whom the user logs in next
     * @return the question
     */
    public static ConsentQuestion beforeLogin(
            Client client, AuthorizationParameters parameters, Scopes scopes, UpstreamAccess upstream) {
        return new ConsentQuestion(client, parameters, scopes, null, upstream, false, false);
    }
}
