package org.mcpoauth.spi.server;

import java.util.Optional;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.DeviceRequest;
import org.mcpoauth.api.provider.IdentityAssertion;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.ResourceOwner;

/**
 * Says what a user may grant to a client at the ready provider, and who may ask about tokens. Safe for use by several
 * threads.
 */
public interface GrantPolicy {
    /** Everything that was asked for, after consent. */
    GrantPolicy WITH_CONSENT = new GrantPolicy() {
        @Override
        public Optional<Scopes> grantable(Client client, ResourceOwner owner, DeviceRequest request) {
            return Optional.of(request.scopes());
        }
    };

    /**
     * The scopes a user may grant.
     *
     * @param client who asks
     * @param owner who grants
     * @param parameters what is asked for; its scopes are ones this server knows
     * @return some or all of the requested scopes; none at all denies the request if any was asked for
     */
    default Scopes grantable(Client client, ResourceOwner owner, AuthorizationParameters parameters) {
        return parameters.scopes();
    }

    /**
     * Whether the user has to be asked. Decides where consent is {@link ConsentMode#BEAN}, and nowhere else.
     *
     * @param client who asks
     * @param owner who grants
     * @param scopes what would be granted
     * @return {@code true}, the default, to show the consent page
     */
    default boolean requiresConsent(Client client, ResourceOwner owner, Scopes scopes) {
        return true;
    }

    /**
     * The scopes a user may grant to a device (RFC 8628), after consent.
     *
     * @param client whose device it is
     * @param owner who grants
     * @param request what is asked for; its scopes are ones this server knows
     * @return some or all of the requested scopes; empty denies the request, which is the default, so that a policy for
     *     other requests is not passed by; so does {@link Scopes#NONE} if any was asked for
     */
    default Optional<Scopes> grantable(Client client, ResourceOwner owner, DeviceRequest request) {
        return Optional.empty();
    }

    /**
     * The scopes an identity assertion is good for (MCP extension "Enterprise-Managed Authorization").
     *
     * @param client who presents it
     * @param assertion the validated assertion
     * @param scopes what would be granted: what was asked for and the assertion allows
     * @return some or all of these scopes; none at all refuses the request if any would be granted
     */
    default Scopes grantable(Client client, IdentityAssertion assertion, Scopes scopes) {
        return scopes;
    }

    /**
     * Whether a client may learn about tokens of others: a resource server that asks what a token it
     * received is worth (RFC 7662, section 4). Clients may always ask about their own tokens, and those
     * whose identifier is a resource about the tokens for it.
     *
     * @param caller the authenticated, confidential client that asks
     * @param accessToken an active token of another client
     * @return {@code false}, the default, to answer as if the token were not active
     */
    default boolean mayIntrospect(Client caller, IssuedAccessToken accessToken) {
        return false;
    }
}
