package org.mcpoauth.server.authorization.register;

import jakarta.json.JsonValue;
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
import org.mcpoauth.server.authorization.client.DemandedProtection;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.server.RegistrationTerms.ScopeLimit;

/**
 * What a client may register (RFC 7591, section 2; OpenID Connect Dynamic Client Registration, section 2,
 * for {@code application_type}). Nothing is fetched.
 *
 * <p>Anybody may register, so nobody gets a grant that works without a user this way: {@code
 * client_credentials} and assertion grants are for clients the operator registers.
 */
final class RegistrationRules {
    private static final Set<GrantType> GRANT_TYPES =
            Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE);
    private static final int MAX_REDIRECT_URIS = 50;

    private final AuthorizationServerConfiguration configuration;
    private final AuthenticationRules authentication;
    private final DemandedProtection protection;
    private final OpenIdMemberRules openId;

    RegistrationRules(
            AuthorizationServerConfiguration configuration, DemandedProtection protection, OpenIdMemberRules openId) {
        this.configuration = configuration;
        this.protection = protection;
        this.openId = openId;
        this.authentication = new AuthenticationRules(configuration);
    }

    /** The metadata to register, with the defaults filled in. */
    ClientMetadata apply(RequestedClient client) {
        ClientMetadata requested = client.metadata();
        authentication.apply(requested);
        requireGrants(requested);
        requireProtection(requested);
        requireRedirectUris(requested);
        requireTexts(requested);
        openId.apply(requested);
        ClientMetadataBuilder registered = requested.toBuilder()
                .tokenEndpointAuthMethod(requested.tokenEndpointAuthMethod())
                .grantTypes(requested.grantTypes())
                .responseTypes(responseTypes(requested))
                .applicationType(applicationType(requested));
        requested.scope().ifPresent(scope -> setScope(registered, scope, client.isScopeStated()));
        return registered.build();
    }

    /**
     * The metadata to register for a client that is known. Where clients do not limit their own scopes a limit comes
     * from a statement or from the policy, and only another statement changes it: it may take more away.
     */
    ClientMetadata apply(ClientMetadata known, RequestedClient requested) {
        ClientMetadata registered = apply(requested);
        return known.scope()
                .filter(limit -> !areLimitedByThemselves())
                .map(limit -> limited(registered, limit))
                .orElse(registered);
    }

    private static ClientMetadata limited(ClientMetadata registered, Scopes limit) {
        Scopes left = registered.scope().map(limit::intersect).orElse(limit);
        if (left.isEmpty() && !limit.isEmpty()) {
            throw invalid("the scope of the statement is not for this client");
        }
        return registered.toBuilder().scope(left).build();
    }

    private boolean areLimitedByThemselves() {
        return configuration.registration().terms().scopeLimit() == ScopeLimit.REQUESTED;
    }

    /** RFC 7591, section 2.1: the code grant and the response type code go together. */
    private void requireGrants(ClientMetadata requested) {
        List<GrantType> grantTypes = requested.grantTypes();
        boolean isRedirected = isRedirected(requested);
        boolean isDevice = grantTypes.contains(GrantType.DEVICE_CODE);
        boolean isOffered = !isDevice || configuration.endpoints().device() != null;
        if (!isOffered || !GRANT_TYPES.containsAll(grantTypes)) {
            throw invalid("grant_types names one that cannot be registered");
        }
        if (!isRedirected && !isDevice) {
            throw invalid("grant_types must name authorization_code, or the device grant where it is offered");
        }
        boolean namesCode = requested.responseTypes().equals(List.of(ResponseType.CODE));
        if (isRedirected && !namesCode) {
            throw invalid("response_types must be code, as authorization_code demands");
        }
        if (!isRedirected && !responseTypes(requested).isEmpty()) {
            throw invalid("response_types must be empty without authorization_code");
        }
    }

    private static boolean isRedirected(ClientMetadata requested) {
        return requested.grantTypes().contains(GrantType.AUTHORIZATION_CODE);
    }

    /** The default goes with the code grant. */
    private static List<ResponseType> responseTypes(ClientMetadata requested) {
        return isRedirected(requested) || requested.has("response_types") ? requested.responseTypes() : List.of();
    }

    private void requireProtection(ClientMetadata requested) {
        protection.unmet(requested).ifPresent(demand -> {
            throw invalid(demand);
        });
    }

    private void requireRedirectUris(ClientMetadata requested) {
        List<URI> uris = requested.redirectUris();
        boolean isWeb =
                requested.has("application_type") && requested.applicationType().equals(ApplicationType.WEB);
        if (uris.isEmpty() == isRedirected(requested) || uris.size() > MAX_REDIRECT_URIS) {
            throw invalidRedirectUri("redirect_uris must have 1 to " + MAX_REDIRECT_URIS
                    + " elements for authorization_code, and none without it");
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
        if (requested.has("application_type")) {
            return requested.applicationType();
        }
        return isRedirected(requested)
                ? ApplicationType.fromRedirectUris(requested.redirectUris())
                : ApplicationType.NATIVE;
    }

    private static void requireTexts(ClientMetadata requested) {
        if (!ClientNames.areShowable(requested)) {
            throw invalid("client_name must be one line of up to " + ClientNames.MAX_LENGTH + " characters");
        }
        if (!ClientPages.areWebPages(requested)) {
            throw invalid("client_uri, logo_uri, tos_uri and policy_uri must be http(s) URLs");
        }
    }

    /**
     * Left out it stands for all scopes, also for those that are supported later. What a statement says takes
     * precedence over what a client could do without one (RFC 7591, section 2.3).
     */
    private void setScope(ClientMetadataBuilder registered, Scopes requested, boolean isStated) {
        Scopes known = requested.intersect(configuration.scopesSupported());
        if (known.isEmpty() && !requested.isEmpty()) {
            throw invalid("scope names nothing that is supported");
        }
        if (isStated || areLimitedByThemselves()) {
            registered.scope(known);
        } else {
            registered.member("scope", JsonValue.NULL);
        }
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
