package org.mcpoauth.client.grant;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
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
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.client.discovery.CurrentMetadata;

/**
 * Requests that follow an endpoint to where the metadata of its issuer have it now. What is sent once more was not
 * looked at before: nothing took it, or the client was not known there (RFC 6749, section 5.2).
 */
public final class FollowingGrants implements Grants {
    private final Grants grants;
    private final CurrentMetadata metadata;

    /** Sends requests with other grants. */
    public FollowingGrants(Grants grants, CurrentMetadata metadata) {
        this.grants = grants;
        this.metadata = metadata;
    }

    @Override
    public AuthorizationRequest authorizationRequest(RegisteredClient client, AuthorizationRequestOptions options) {
        return grants.authorizationRequest(client, options);
    }

    @Override
    public AuthorizationRequest pushedAuthorizationRequest(
            RegisteredClient client, AuthorizationRequestOptions options) {
        return sent(
                client,
                Endpoint.PUSHED_AUTHORIZATION_REQUEST,
                there -> grants.pushedAuthorizationRequest(there, options));
    }

    @Override
    public AuthorizationResponse authorizationResponse(AuthorizationRequest request, URI redirect) {
        return grants.authorizationResponse(request, redirect);
    }

    @Override
    public TokenResponse token(RegisteredClient client, Grant grant, @Nullable DPoPKey dpopKey) {
        return sent(client, Endpoint.TOKEN, there -> grants.token(there, grant, dpopKey));
    }

    @Override
    public void revoke(RegisteredClient client, Secret token, TokenKind kind) {
        sent(client, Endpoint.REVOCATION, there -> {
            grants.revoke(there, token, kind);
            return true;
        });
    }

    @Override
    public IntrospectionResponse introspect(RegisteredClient client, Secret token, @Nullable TokenKind kind) {
        return sent(client, Endpoint.INTROSPECTION, there -> grants.introspect(there, token, kind));
    }

    @Override
    public DeviceAuthorization deviceAuthorization(
            RegisteredClient client, Scopes scopes, ResourceIdentifier resource) {
        return sent(
                client, Endpoint.DEVICE_AUTHORIZATION, there -> grants.deviceAuthorization(there, scopes, resource));
    }

    private <T> T sent(RegisteredClient client, Endpoint endpoint, Function<RegisteredClient, T> request) {
        try {
            return request.apply(client);
        } catch (McpOAuthException failure) {
            if (!mayHaveMoved(failure)) {
                throw failure;
            }
            Optional<RegisteredClient> there = moved(client, endpoint, failure);
            if (there.isEmpty() || mayHaveBeenTaken(failure)) {
                throw failure;
            }
            return request.apply(there.get());
        }
    }

    /** The client with what its server publishes now, if that has the endpoint elsewhere. */
    private Optional<RegisteredClient> moved(RegisteredClient client, Endpoint endpoint, McpOAuthException failure) {
        try {
            RegisteredClient now = new RegisteredClient(
                    metadata.of(client.server().issuer()), client.information(), client.authentication());
            return Optional.of(now).filter(there -> !endpoint.of(there).equals(endpoint.of(client)));
        } catch (McpOAuthException e) {
            if (e.code() == FailureCode.INTERRUPTED) {
                throw e;
            }
            failure.addSuppressed(e);
            return Optional.empty();
        }
    }

    private static boolean mayHaveMoved(McpOAuthException failure) {
        return ErrorAnswer.saysGone(failure) || isUnknownClient(failure) || mayHaveBeenTaken(failure);
    }

    /** By a server that did not come to answer. */
    private static boolean mayHaveBeenTaken(McpOAuthException failure) {
        return failure.code() == FailureCode.CONNECTION_FAILED;
    }

    private static boolean isUnknownClient(McpOAuthException failure) {
        return failure instanceof OAuthErrorException refusal && refusal.error().equals(ErrorCode.INVALID_CLIENT);
    }
}
