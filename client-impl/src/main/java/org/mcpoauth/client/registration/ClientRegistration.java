package org.mcpoauth.client.registration;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.ApplicationType;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.metadata.ResponseType;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.support.oauth.ClientRedirects;

/** The ways to a client identifier, in the order of MCP authorization. */
public final class ClientRegistration implements Registration {
    private final Toolkit toolkit;
    private final RegistrationCall call;

    /** Uses a toolkit for all requests. */
    public ClientRegistration(Toolkit toolkit) {
        this.toolkit = toolkit;
        this.call = new RegistrationCall(toolkit);
    }

    @Override
    public RegistrationApproach select(
            AuthorizationServerMetadata server, boolean preRegistered, @Nullable URI metadataDocument) {
        if (preRegistered) {
            return RegistrationApproach.PRE_REGISTERED;
        }
        if (metadataDocument != null && server.supportsClientIdMetadataDocument()) {
            return RegistrationApproach.CLIENT_ID_METADATA_DOCUMENT;
        }
        return server.registrationEndpoint().isPresent() ? RegistrationApproach.DYNAMIC : RegistrationApproach.ASK_USER;
    }

    @Override
    public ClientInformation metadataDocumentClient(AuthorizationServerMetadata server, ClientMetadata document) {
        MetadataDocuments.check(document);
        if (!server.supportsClientIdMetadataDocument()) {
            throw new ResponseViolationException(
                    FailureCode.MISSING_SERVER_METADATA,
                    new Rule("draft-ietf-oauth-client-id-metadata-document", "5"),
                    "the server does not take client ID metadata documents");
        }
        return ClientInformation.of(server.issuer(), document.clientId().orElseThrow(), null, document);
    }

    @Override
    public ClientMetadata metadataDocument(URI clientId, ClientMetadata metadata) {
        return MetadataDocuments.build(clientId, metadata);
    }

    @Override
    public ClientInformation register(
            AuthorizationServerMetadata server, ClientMetadata metadata, @Nullable Secret initialAccessToken) {
        URI endpoint = server.registrationEndpoint()
                .orElseThrow(() -> new ResponseViolationException(
                        FailureCode.MISSING_SERVER_METADATA,
                        new Rule("RFC 8414", "2"),
                        "the server has no registration_endpoint"));
        return call.register(endpoint, server.issuer(), completed(server, metadata), initialAccessToken);
    }

    @Override
    public ClientInformation read(ClientInformation client) {
        return call.read(client);
    }

    @Override
    public ClientInformation update(ClientInformation client, ClientMetadata metadata) {
        return call.update(client, metadata);
    }

    @Override
    public void delete(ClientInformation client) {
        call.delete(client);
    }

    @Override
    public RegisteredClient authenticate(
            AuthorizationServerMetadata server, ClientInformation information, @Nullable SigningKey key) {
        return new RegisteredClient(
                server,
                information,
                new AuthenticationChoice(server, information, toolkit.clientCertificate())
                        .choose(key, toolkit.clock().instant()));
    }

    /** What the client left open is filled in, so that the server need not guess. */
    private static ClientMetadata completed(AuthorizationServerMetadata server, ClientMetadata metadata) {
        var builder = ClientRedirects.registrable(metadata).toBuilder();
        if (!metadata.has("application_type")) {
            builder.applicationType(ApplicationType.fromRedirectUris(metadata.redirectUris()));
        }
        if (!metadata.has("grant_types")) {
            builder.grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
        }
        if (!metadata.has("response_types")) {
            builder.responseTypes(List.of(ResponseType.CODE));
        }
        if (!metadata.has("token_endpoint_auth_method")) {
            builder.tokenEndpointAuthMethod(method(server));
        }
        return builder.build();
    }

    private static ClientAuthenticationMethod method(AuthorizationServerMetadata server) {
        List<ClientAuthenticationMethod> accepted = server.tokenEndpointAuthMethods();
        return List.of(
                        ClientAuthenticationMethod.NONE,
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                        ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .stream()
                .filter(accepted::contains)
                .findFirst()
                .orElseThrow(() -> new ResponseViolationException(
                        FailureCode.REGISTRATION_IMPOSSIBLE,
                        new Rule("RFC 7591", "2"),
                        "the server lists no authentication method a new client could use"));
    }
}
