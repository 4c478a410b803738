package org.mcpoauth.server.authorization.ready;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * What a user granted to a client. Never changes: a narrower refresh does not shrink it.
 *
 * @param clientId the client
 * @param subject the user
 * @param scopes what tokens may allow
 * @param resources where tokens may be used
 * @param authenticatedAt when the user logged in
 * @param acr how, or {@code null}
 */
record GrantTerms(
        String clientId,
        String subject,
        Scopes scopes,
        List<ResourceIdentifier> resources,
        Instant authenticatedAt,
        @Nullable String acr) {
    GrantTerms {
        resources = List.copyOf(resources);
    }
}
