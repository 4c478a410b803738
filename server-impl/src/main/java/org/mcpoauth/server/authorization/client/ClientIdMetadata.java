package org.mcpoauth.server.authorization.client;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.metadata.InvalidMemberException;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Reads a client ID metadata document (draft-ietf-oauth-client-id-metadata-document, section 4; MCP
 * authorization, "Client ID Metadata Documents"). Everybody can publish one, so it brings no secret and no
 * grant that works without a user, unless somebody who is trusted here vouches for the client by its URL: assertions
 * do (MCP extension "Enterprise-Managed Authorization").
 */
final class ClientIdMetadata {
    private static final Rule RULE = new Rule("draft-ietf-oauth-client-id-metadata-document", "4");
    private static final Set<GrantType> GRANT_TYPES =
            Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.JWT_BEARER);

    private static final Set<ClientAuthenticationMethod> POSSESSION = Set.of(
            ClientAuthenticationMethod.PRIVATE_KEY_JWT,
            ClientAuthenticationMethod.TLS_CLIENT_AUTH,
            ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);

    private final StrictJson json;
    private final DemandedProtection protection;
    private final JsonLimits limits;

    /** Reads documents of a size. */
    ClientIdMetadata(StrictJson json, DemandedProtection protection, int maxBytes) {
        this.json = json;
        this.protection = protection;
        this.limits = JsonLimits.CLIENT_ID_METADATA.withMaxBytes(maxBytes);
    }

    /**
     * Reads and checks a document. Whether it is about the URL it came from is for the caller.
     *
     * @throws ResponseViolationException if it breaks a rule
     */
    ClientMetadata read(byte[] body) {
        try {
            JsonObject document = json.readObject(body, limits);
            require(!document.containsKey("client_secret"), "a published client has no secret");
            require(!document.containsKey("client_secret_expires_at"), "a published client has no secret");
            return checked(ClientMetadata.from(document));
        } catch (MalformedException e) {
            throw new ResponseViolationException(FailureCode.PARSE_ERROR, RULE, "not one JSON object", e);
        } catch (InvalidMemberException e) {
            throw new ResponseViolationException(FailureCode.INVALID_RESPONSE, RULE, "a member is invalid", e);
        }
    }

    private ClientMetadata checked(ClientMetadata metadata) {
        require(metadata.clientId().isPresent(), "client_id is missing");
        require(metadata.clientName().isPresent(), "client_name is missing");
        require(ClientNames.areShowable(metadata), "client_name is not one line, or too long");
        require(!metadata.redirectUris().isEmpty(), "redirect_uris is missing");
        require(
                metadata.redirectUris().stream().allMatch(RedirectUris::isAllowed),
                "a redirect URI is neither https nor loopback");
        require(ClientPages.areProtected(metadata), "a page is no https URL");
        require(metadata.jwksUri().map(ClientPages::isProtected).orElse(true), "jwks_uri is no https URL");
        require(metadata.jwks().map(PublicKeys::isPublicSet).orElse(true), "jwks is no set of public keys");
        require(protection.unmet(metadata).isEmpty(), "a demand of the client cannot be met");
        ClientAuthenticationMethod method = method(metadata);
        List<GrantType> grantTypes =
                metadata.grantTypes().stream().filter(GRANT_TYPES::contains).toList();
        return metadata.toBuilder()
                .tokenEndpointAuthMethod(method)
                .grantTypes(grantTypes.isEmpty() ? List.of(GrantType.AUTHORIZATION_CODE) : grantTypes)
                .build();
    }

    /** The default of RFC 7591 has a secret and cannot be meant, so the default here is none. */
    private static ClientAuthenticationMethod method(ClientMetadata metadata) {
        ClientAuthenticationMethod method = metadata.has("token_endpoint_auth_method")
                ? metadata.tokenEndpointAuthMethod()
                : ClientAuthenticationMethod.NONE;
        require(
                method.equals(ClientAuthenticationMethod.NONE) || POSSESSION.contains(method),
                "the authentication method needs a secret");
        boolean needsSubject = method.equals(ClientAuthenticationMethod.TLS_CLIENT_AUTH);
        require(
                !needsSubject || CertificateAuthentication.isSubjectRegistered(metadata),
                "tls_client_auth needs exactly one certificate subject");
        boolean needsKeys = POSSESSION.contains(method) && !needsSubject;
        require(
                !needsKeys || metadata.jwks().isPresent() || metadata.jwksUri().isPresent(),
                "the authentication method needs jwks or jwks_uri");
        return method;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new ResponseViolationException(FailureCode.INVALID_RESPONSE, RULE, message);
        }
    }
}
