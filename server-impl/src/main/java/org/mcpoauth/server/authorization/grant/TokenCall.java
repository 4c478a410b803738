package org.mcpoauth.server.authorization.grant;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * A token request whose client is authenticated.
 *
 * @param client who asks
 * @param form what it sent
 * @param confirmation the keys it proved to hold, which the tokens will be bound to; {@code null} for none
 */
record TokenCall(Client client, Parameters form, @Nullable Confirmation confirmation) {

    /**
     * What the provider shall issue. A confidential client authenticates whenever it refreshes, so that its
     * refresh token needs no key of its own (RFC 9449, section 5).
     */
    TokenRequest request(Scopes scopes, List<ResourceIdentifier> resources) {
        Confirmation ofRefresh = ClientAuthenticator.isPublic(client) ? confirmation : null;
        return new TokenRequest(scopes, resources, confirmation, ofRefresh);
    }

    /** Whether the client holds all keys that something is bound to, {@code null} for none. */
    boolean proves(@Nullable Confirmation bound) {
        return bound == null || (provesKey(bound.jwkThumbprint()) && provesCertificate(bound.certificateThumbprint()));
    }

    /** Whether the client holds the DPoP key that something is bound to, {@code null} for none. */
    boolean provesKey(@Nullable String thumbprint) {
        return thumbprint == null || (confirmation != null && thumbprint.equals(confirmation.jwkThumbprint()));
    }

    private boolean provesCertificate(@Nullable String thumbprint) {
        return thumbprint == null || (confirmation != null && thumbprint.equals(confirmation.certificateThumbprint()));
    }
}
