package org.mcpoauth.server.authorization.page;

import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;

/**
 * What a consent page asks.
 *
 * @param client who wants access
 * @param parameters what it asked for
 * @param scopes what the user is asked to grant
 * @param subject who is asked
 * @param canSwitch whether the user may log in as somebody else
 * @param canRemember whether the user may wish not to be asked again
 */
public record ConsentQuestion(
        Client client,
        AuthorizationParameters parameters,
        Scopes scopes,
        String subject,
        boolean canSwitch,
        boolean canRemember) {}
