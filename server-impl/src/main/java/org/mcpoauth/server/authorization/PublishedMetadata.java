package org.mcpoauth.server.authorization;

import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.AuthorizationServerMetadataBuilder;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.metadata.MtlsEndpointAliases;
import org.mcpoauth.api.metadata.ResponseType;
import org.mcpoauth.server.authorization.client.ClientAssertions;
import org.mcpoauth.server.proof.ProofAlgorithms;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * What an authorization server says about itself (RFC 8414, section 2): exactly what is offered. MCP
 * clients stop when {@code code_challenge_methods_supported} is missing.
 */
final class PublishedMetadata {
    private static final String ID_JAG_PROFILE = "urn:ietf:params:oauth:grant-profile:id-jag";

    private static final List<String> ID_TOKEN_CLAIMS =
            List.of("sub", "iss", "aud", "azp", "exp", "iat", "auth_time", "nonce", "acr", "at_hash");
    private static final StrictJson JSON = StrictJson.create();

    private PublishedMetadata() {}

    static AuthorizationServerMetadata of(
            AuthorizationServerConfiguration configuration, EndpointUris uris, List<String> signatures) {
        List<ClientAuthenticationMethod> methods = offered(configuration);
        List<ClientAuthenticationMethod> confidential = methods.stream()
                .filter(method -> !method.equals(ClientAuthenticationMethod.NONE))
                .toList();
        List<String> algorithms = methods.stream()
                .flatMap(method -> ClientAssertions.algorithms(method).stream())
                .toList();
        AuthorizationServerMetadataBuilder metadata = AuthorizationServerMetadata.builder(configuration.issuer())
                .authorizationEndpoint(uris.authorize())
                .tokenEndpoint(uris.token())
                .jwksUri(uris.jwks())
                .revocationEndpoint(uris.revoke())
                .scopesSupported(configuration.scopesSupported().toList())
                .responseTypesSupported(List.of(ResponseType.CODE))
                .responseModesSupported(List.of("query"))
                .grantTypesSupported(grantTypes(configuration))
                .authorizationGrantProfilesSupported(grantProfiles(configuration))
                .codeChallengeMethodsSupported(List.of("S256"))
                .tokenEndpointAuthMethodsSupported(methods)
                .tokenEndpointAuthSigningAlgValuesSupported(algorithms)
                .revocationEndpointAuthMethodsSupported(methods)
                .revocationEndpointAuthSigningAlgValuesSupported(algorithms)
                .authorizationResponseIssParameterSupported(true)
                .clientIdMetadataDocumentSupported(configuration.clients().metadataDocuments())
                .protectedResources(configuration.resourcesAllowed());
        if (!confidential.isEmpty()) {
            metadata.introspectionEndpoint(uris.introspect())
                    .introspectionEndpointAuthMethodsSupported(confidential)
                    .introspectionEndpointAuthSigningAlgValuesSupported(algorithms)
                    .member("introspection_signing_alg_values_supported", texts(signatures));
        }
        if (configuration.dpop().use() != Use.OFF) {
            metadata.dpopSigningAlgValuesSupported(ProofAlgorithms.names(configuration.dpop()));
        }
        uris.device().ifPresent(metadata::deviceAuthorizationEndpoint);
        uris.par()
                .ifPresent(par -> metadata.pushedAuthorizationRequestEndpoint(par)
                        .requirePushedAuthorizationRequests(
                                configuration.pushedRequests().required()));
        if (configuration.mutualTls().certificates().use() != Use.OFF) {
            metadata.tlsClientCertificateBoundAccessTokens(true);
        }
        EndpointUris.forMutualTls(configuration)
                .ifPresent(aliases -> metadata.mtlsEndpointAliases(aliases(aliases, confidential)));
        if (configuration.registration().offered()) {
            metadata.registrationEndpoint(uris.register());
        }
        if (configuration.openId().offered()) {
            addOpenId(metadata, configuration.openId(), uris, signatures);
        }
        return metadata.build();
    }

    /** OpenID Connect Discovery 1.0, section 3. */
    private static void addOpenId(
            AuthorizationServerMetadataBuilder metadata,
            OpenIdRules rules,
            EndpointUris uris,
            List<String> signatures) {
        List<String> subjectTypes = rules.pairwiseSalt() == null ? List.of("public") : List.of("public", "pairwise");
        List<String> claims = Stream.concat(ID_TOKEN_CLAIMS.stream(), rules.claims().names().stream())
                .distinct()
                .toList();
        metadata.member(
                        "userinfo_endpoint",
                        texts(List.of(uris.userInfo().toString())).get(0))
                .member("subject_types_supported", texts(subjectTypes))
                .member("id_token_signing_alg_values_supported", texts(signatures))
                .member("claims_supported", texts(claims))
                // what is left out would mean that it is offered
                .member("request_uri_parameter_supported", JsonValue.FALSE);
    }

    private static List<ClientAuthenticationMethod> offered(AuthorizationServerConfiguration configuration) {
        return Stream.of(
                        ClientAuthenticationMethod.NONE,
                        ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                        ClientAuthenticationMethod.CLIENT_SECRET_POST,
                        ClientAuthenticationMethod.PRIVATE_KEY_JWT,
                        ClientAuthenticationMethod.CLIENT_SECRET_JWT,
                        ClientAuthenticationMethod.TLS_CLIENT_AUTH,
                        ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
                .filter(configuration.clients().authenticationMethods()::contains)
                .toList();
    }

    private static List<GrantType> grantTypes(AuthorizationServerConfiguration configuration) {
        List<GrantType> types = new ArrayList<>(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
        if (configuration.grants().clientCredentials()) {
            types.add(GrantType.CLIENT_CREDENTIALS);
        }
        if (configuration.endpoints().device() != null) {
            types.add(GrantType.DEVICE_CODE);
        }
        if (configuration.grants().identityAssertions().offered()
                || configuration.grants().workloads().offered()) {
            types.add(GrantType.JWT_BEARER);
        }
        if (configuration.grants().tokenExchange().offered()) {
            types.add(GrantType.TOKEN_EXCHANGE);
        }
        return types;
    }

    /** Whose assertions are taken is nobody's business. */
    private static List<String> grantProfiles(AuthorizationServerConfiguration configuration) {
        return configuration.grants().identityAssertions().offered() ? List.of(ID_JAG_PROFILE) : List.of();
    }

    private static JsonArray texts(List<String> values) {
        return JSON.array(values).build();
    }

    /** The endpoints that clients authenticate at (RFC 8705, section 5). */
    private static MtlsEndpointAliases aliases(EndpointUris uris, List<ClientAuthenticationMethod> confidential) {
        Map<String, URI> aliases = new LinkedHashMap<>();
        aliases.put("token_endpoint", uris.token());
        aliases.put("revocation_endpoint", uris.revoke());
        if (!confidential.isEmpty()) {
            aliases.put("introspection_endpoint", uris.introspect());
        }
        uris.par().ifPresent(par -> aliases.put("pushed_authorization_request_endpoint", par));
        uris.device().ifPresent(device -> aliases.put("device_authorization_endpoint", device));
        return new MtlsEndpointAliases(aliases);
    }
}
