package org.mcpoauth.client.grant;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;

/** Endpoints of an authorization server that clients authenticate at (RFC 8414, section 2). */
enum Endpoint {
    TOKEN("token_endpoint", AuthorizationServerMetadata::tokenEndpoint),
    REVOCATION("revocation_endpoint", AuthorizationServerMetadata::revocationEndpoint),
    INTROSPECTION("introspection_endpoint", AuthorizationServerMetadata::introspectionEndpoint),
    DEVICE_AUTHORIZATION("device_authorization_endpoint", AuthorizationServerMetadata::deviceAuthorizationEndpoint),
    PUSHED_AUTHORIZATION_REQUEST(
            "pushed_authorization_request_endpoint", AuthorizationServerMetadata::pushedAuthorizationRequestEndpoint);

    private final String member;
    private final Function<AuthorizationServerMetadata, Optional<URI>> place;

    Endpoint(String member, Function<AuthorizationServerMetadata, Optional<URI>> place) {
        this.member = member;
        this.place = place;
    }

    /** Where it is for a client; one that shows a certificate goes to the alias (RFC 8705, section 5). */
    URI of(RegisteredClient client) {
        AuthorizationServerMetadata server = client.server();
        Optional<URI> alias = client.authentication() instanceof ClientAuthentication.TlsClient
                ? server.mtlsEndpointAliases().flatMap(aliases -> aliases.alias(member))
                : Optional.empty();
        return alias.or(() -> place.apply(server)).orElseThrow(this::missing);
    }

    private ResponseViolationException missing() {
        return new ResponseViolationException(
                FailureCode.MISSING_SERVER_METADATA, new Rule("RFC 8414", "2"), "the server has no " + member);
    }
}
