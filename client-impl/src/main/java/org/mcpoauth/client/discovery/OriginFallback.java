package org.mcpoauth.client.discovery;

import java.net.URI;
import java.util.List;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ResponseType;

/**
 * What MCP 2025-03-26 assumed of a server without protected resource metadata: its origin is the issuer,
 * and without metadata the endpoints have default paths ("Fallbacks for Servers without Metadata
 * Discovery"). PKCE was required of such servers without being announced.
 */
final class OriginFallback {
    private OriginFallback() {}

    static Issuer issuer(URI serverUrl) {
        URI canonical = ResourceIdentifier.canonical(serverUrl).uri();
        return Issuer.of(canonical.getScheme() + "://" + canonical.getRawAuthority());
    }

    static AuthorizationServerMetadata withPkce(AuthorizationServerMetadata metadata) {
        return metadata.codeChallengeMethodsSupported().isEmpty()
                ? metadata.toBuilder()
                        .codeChallengeMethodsSupported(List.of("S256"))
                        .build()
                : metadata;
    }

    static AuthorizationServerMetadata defaults(Issuer origin) {
        return AuthorizationServerMetadata.builder(origin)
                .authorizationEndpoint(URI.create(origin + "/authorize"))
                .tokenEndpoint(URI.create(origin + "/token"))
                .registrationEndpoint(URI.create(origin + "/register"))
                .responseTypesSupported(List.of(ResponseType.CODE))
                .codeChallengeMethodsSupported(List.of("S256"))
                .tokenEndpointAuthMethodsSupported(List.of(
                        ClientAuthenticationMethod.NONE,
                        ClientAuthenticationMethod.CLIENT_SECRET_POST,
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC))
                .build();
    }
}
