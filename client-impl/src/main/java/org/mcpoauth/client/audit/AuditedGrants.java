package org.mcpoauth.client.audit;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.AuthorizationRequestOptions;
import org.mcpoauth.api.client.AuthorizationResponse;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.client.DeviceAuthorization;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.IntrospectionResponse;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointKind;

/**
 * Requests whose outcome is told.
 *
 * @param grants makes them
 * @param audit is told
 */
public record AuditedGrants(Grants grants, ClientAudit audit) implements Grants {

    @Override
    public AuthorizationRequest authorizationRequest(RegisteredClient client, AuthorizationRequestOptions options) {
        return grants.authorizationRequest(client, options);
    }

    @Override
    public AuthorizationRequest pushedAuthorizationRequest(
            RegisteredClient client, AuthorizationRequestOptions options) {
        return audit.judged(
                EndpointKind.PUSHED_AUTHORIZATION,
                client.server().issuer(),
                () -> grants.pushedAuthorizationRequest(client, options));
    }

    @Override
    public AuthorizationResponse authorizationResponse(AuthorizationRequest request, URI redirect) {
        return audit.judged(
                EndpointKind.AUTHORIZATION, request.issuer(), () -> grants.authorizationResponse(request, redirect));
    }

    @Override
    public TokenResponse token(RegisteredClient client, Grant grant, @Nullable DPoPKey dpopKey) {
        TokenResponse answer =
                audit.judged(EndpointKind.TOKEN, client.server().issuer(), () -> grants.token(client, grant, dpopKey));
        audit.granted(client, grant);
        return answer;
    }

    @Override
    public void revoke(RegisteredClient client, Secret token, TokenKind kind) {
        audit.judged(EndpointKind.REVOCATION, client.server().issuer(), () -> {
            grants.revoke(client, token, kind);
            return true;
        });
        audit.revoked(client.server().issuer(), kind);
    }

    @Override
    public IntrospectionResponse introspect(RegisteredClient client, Secret token, @Nullable TokenKind kind) {
        return audit.judged(
                EndpointKind.INTROSPECTION, client.server().issuer(), () -> grants.introspect(client, token, kind));
    }

    @Override
    public DeviceAuthorization deviceAuthorization(
            RegisteredClient client, Scopes scopes, ResourceIdentifier resource) {
        return audit.judged(
                EndpointKind.DEVICE_AUTHORIZATION,
                client.server().issuer(),
                () -> grants.deviceAuthorization(client, scopes, resource));
    }
}
