package org.mcpoauth.server.authorization.register;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ApplicationType;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.metadata.ResponseType;
import org.mcpoauth.server.authorization.client.ClientNames;
import org.mcpoauth.server.authorization.client.ClientPages;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.spi.AuthorizationServerConfiguration;

/**
 * What a client may register (RFC 7591, section 2; OpenID Connect Dynamic Client Registration, section 2,
 * for {@code application_type}). Nothing is fetched.
 *
 * <p>Anybody may register, so nobody gets a grant that works without a user this way: {@code
 * client_credentials} and assertion grants are for clients the operator registers.
 */
final class RegistrationRules {
    private static final Set<GrantType> GRANT_TYPES = Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN);
    private static final int MAX_REDIRECT_URIS = 50;

    private final AuthorizationServerConfiguration configuration;
    private final AuthenticationRules authentication;

    RegistrationRules(AuthorizationServerConfiguration configuration) {
        this.configuration = configuration;
        this.authentication = new AuthenticationRules(configuration);
    }

    /** The metadata to register, with the defaults filled in. */
    ClientMetadata apply(ClientMetadata requested) {
        authentication.apply(requested);
        requireGrants(requested);
        requirePushable(requested);
        requireRedirectUris(requested);
        requireTexts(requested);
        requireSubjectType(requested);
        ClientMetadataBuilder registered = requested.toBuilder()
                .tokenEndpointAuthMethod(requested.tokenEndpointAuthMethod())
                .grantTypes(requested.grantTypes())
                .responseTypes(requested.responseTypes())
                .applicationType(applicationType(requested));
        requested.scope().ifPresent(scope -> setScope(registered, scope));
        return registered.build();
    }

    /** RFC 7591, section 2.1: the code grant and the response type code go together. */
    private void requireGrants(ClientMetadata requested) {
        if (!requested.grantTypes().stream().allMatch(this::mayRegister)) {
            throw invalid("grant_types names one that cannot be registered");
        }
        if (!requested.grantTypes().contains(GrantType.AUTHORIZATION_CODE)) {
            throw invalid("grant_types must name authorization_code");
        }
        if (!requested.responseTypes().equals(List.of(ResponseType.CODE))) {
            throw invalid("response_types must be code, as authorization_code demands");
        }
    }

    /** RFC 9126, section 6: who wants nothing else must be able to push. */
    private void requirePushable(ClientMetadata requested) {
        if (requested.requirePushedAuthorizationRequests()
                && configuration.endpoints().par() == null) {
            throw invalid("pushed authorization requests are not offered");
        }
    }

    private boolean mayRegister(GrantType type) {
        boolean isDevice =
                type.equals(GrantType.DEVICE_CODE) && configuration.endpoints().device() != null;
        return isDevice || GRANT_TYPES.contains(type);
    }

    private void requireRedirectUris(ClientMetadata requested) {
        List<URI> uris = requested.redirectUris();
        boolean isWeb =
                requested.has("application_type") && requested.applicationType().equals(ApplicationType.WEB);
        if (uris.isEmpty() || uris.size() > MAX_REDIRECT_URIS) {
            throw invalidRedirectUri("redirect_uris must have 1 to " + MAX_REDIRECT_URIS + " elements");
        }
        for (URI uri : uris) {
            if (!isAllowed(uri)) {
                throw invalidRedirectUri("a redirect URI must be https, or http on loopback, without fragment");
            }
            if (isWeb && (!isHttps(uri) || RedirectUris.isLoopback(uri))) {
                throw invalidRedirectUri("a web application has redirect URIs that are https and not loopback");
            }
        }
        ApplicationType type = requested.applicationType();
        if (!type.equals(ApplicationType.WEB) && !type.equals(ApplicationType.NATIVE)) {
            throw invalid("application_type must be web or native");
        }
    }

    private boolean isAllowed(URI uri) {
        boolean isPrivateUse = configuration.clients().privateUseSchemes() && RedirectUris.isPrivateUse(uri);
        return isPrivateUse || RedirectUris.isAllowed(uri);
    }

    /** Without the member the redirect URIs say what the client is: many clients on a desktop leave it out. */
    private static ApplicationType applicationType(ClientMetadata requested) {
        return requested.has("application_type")
                ? requested.applicationType()
                : ApplicationType.fromRedirectUris(requested.redirectUris());
    }

    private static void requireTexts(ClientMetadata requested) {
        if (!ClientNames.areShowable(requested)) {
            throw invalid("client_name must be one line of up to " + ClientNames.MAX_LENGTH + " characters");
        }
        if (!ClientPages.areWebPages(requested)) {
            throw invalid("client_uri, logo_uri, tos_uri and policy_uri must be http(s) URLs");
        }
    }

    private void requireSubjectType(ClientMetadata requested) {
        String type = requested.openId().subjectType().orElse("public");
        boolean isPairwise = type.equals("pairwise") && configuration.openId().pairwiseSalt() != null;
        if (!type.equals("public") && !isPairwise) {
            throw invalid("subject_type is not offered");
        }
    }

    private void setScope(ClientMetadataBuilder registered, Scopes requested) {
        Scopes known = requested.intersect(configuration.scopesSupported());
        if (known.isEmpty() && !requested.isEmpty()) {
            throw invalid("scope names nothing that is supported");
        }
        registered.scope(known);
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static EndpointException invalid(String description) {
        return EndpointException.registration(ErrorCode.INVALID_CLIENT_METADATA, description);
    }

    private static EndpointException invalidRedirectUri(String description) {
        return EndpointException.registration(ErrorCode.INVALID_REDIRECT_URI, description);
    }
}
