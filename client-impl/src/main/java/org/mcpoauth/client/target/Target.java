package org.mcpoauth.client.target;

import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.client.proof.Binding;

/**
 * Where tokens come from and what they are for.
 *
 * @param resource the identifier to send, exactly as the metadata has it
 * @param scopesSupported the scopes the metadata names
 * @param client the client at the authorization server
 * @param source how the authorization server was found
 * @param binding what the tokens shall be bound to
 */
public record Target(
        ResourceIdentifier resource, Scopes scopesSupported, RegisteredClient client, Source source, Binding binding) {

    /** The same for tokens that are bound otherwise. */
    public Target with(Binding other) {
        return new Target(resource, scopesSupported, client, source, other);
    }

    public Issuer issuer() {
        return client.server().issuer();
    }

    public String clientId() {
        return client.information().clientId();
    }
}
