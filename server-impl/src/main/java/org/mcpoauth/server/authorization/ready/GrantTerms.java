package org.mcpoauth.server.authorization.ready;

import java.util.List;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.ResourceOwner;

/**
 * What a user granted to a client. Never changes: a narrower refresh does not shrink it.
 *
 * @param clientId the client
 * @param owner the user, as the login said
 * @param scopes what tokens may allow
 * @param resources where tokens may be used
 */
record GrantTerms(String clientId, ResourceOwner owner, Scopes scopes, List<ResourceIdentifier> resources) {
    GrantTerms {
        resources = List.copyOf(resources);
    }
}
