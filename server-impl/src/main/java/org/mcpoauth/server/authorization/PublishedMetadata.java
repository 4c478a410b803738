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
import org.mcpoauth.spi.server.GrantRules;
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
    private static final List<ClientAuthenticationMethod> METHODS = List.of(
            ClientAuthenticationMethod.NONE,
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.PRIVATE_KEY_JWT,
            ClientAuthenticationMethod.CLIENT_SECRET_JWT,
            ClientAuthenticationMethod.TLS_CLIENT_AUTH,
            ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
    private static final StrictJson JSON = StrictJson.create();

    private final AuthorizationServerConfiguration configuration;
    private final EndpointUris uris;
    private final List<String> signatures;
    private final List<ClientAuthenticationMethod> methods;
    private final List<ClientAuthenticationMethod> confidential;
    private final AuthorizationServerMetadataBuilder metadata;

    private PublishedMetadata(
            AuthorizationServerConfiguration configuration, EndpointUris uris, List<String> signatures) {
        this.configuration = configuration;
        this.uris = uris;
        this.signatures = signatures;
        this.methods = METHODS.stream()
                .filter(configuration.clients().authenticationMethods()::contains)
                .toList();
        this.confidential = methods.stream()
                .filter(method -> !method.equals(ClientAuthenticationMethod.NONE))
                .toList();
        this.metadata = AuthorizationServerMetadata.builder(configuration.issuer());
    }

    static AuthorizationServerMetadata of(
            AuthorizationServerConfiguration configuration, EndpointUris uris, List<String> signatures) {
        PublishedMetadata published = new PublishedMetadata(configuration, uris, signatures);
        published.addEndpoints();
        published.addRequests();
        published.addClientAuthentication();
        published.addPossession();
        if (configuration.openId().offered()) {
            published.addOpenId(configuration.openId());
        }
        return published.metadata.build();
    }

    private void addEndpoints() {
        metadata.authorizationEndpoint(uris.authorize())
                .tokenEndpoint(uris.token())
                .jwksUri(uris.jwks())
                .revocationEndpoint(uris.revoke());
        uris.device().ifPresent(metadata::deviceAuthorizationEndpoint);
        uris.par().ifPresent(metadata::pushedAuthorizationRequestEndpoint);
        if (!confidential.isEmpty()) {
            metadata.introspectionEndpoint(uris.introspect())
                    .member("introspection_signing_alg_values_supported", texts(signatures));
        }
        if (configuration.registration().offered()) {
            metadata.registrationEndpoint(uris.register());
        }
    }

    /** What may be asked for, and how. */
    private void addRequests() {
        metadata.scopesSupported(configuration.scopesSupported().toList())
                .protectedResources(configuration.resourcesAllowed())
                .responseTypesSupported(List.of(ResponseType.CODE))
                .responseModesSupported(List.of("query"))
                .grantTypesSupported(grantTypes())
                .authorizationGrantProfilesSupported(grantProfiles())
                .codeChallengeMethodsSupported(List.of("S256"))
                .authorizationResponseIssParameterSupported(true);
        if (uris.par().isPresent()) {
            metadata.requirePushedAuthorizationRequests(
                    configuration.pushedRequests().required());
        }
    }

    private void addClientAuthentication() {
        List<String> algorithms = methods.stream()
                .flatMap(method -> ClientAssertions.algorithms(method).stream())
                .toList();
        metadata.clientIdMetadataDocumentSupported(
                        configuration.clients().metadataDocuments().offered())
                .tokenEndpointAuthMethodsSupported(methods)
                .tokenEndpointAuthSigningAlgValuesSupported(algorithms)
                .revocationEndpointAuthMethodsSupported(methods)
                .revocationEndpointAuthSigningAlgValuesSupported(algorithms);
        if (!confidential.isEmpty()) {
            metadata.introspectionEndpointAuthMethodsSupported(confidential)
                    .introspectionEndpointAuthSigningAlgValuesSupported(algorithms);
        }
    }

    /** RFC 9449, section 5.1; RFC 8705, sections 3.3 and 5. */
    private void addPossession() {
        if (configuration.dpop().use() != Use.OFF) {
            metadata.dpopSigningAlgValuesSupported(ProofAlgorithms.names(configuration.dpop()));
        }
        if (bindsToCertificates()) {
            metadata.tlsClientCertificateBoundAccessTokens(true);
        }
        EndpointUris.forMutualTls(configuration).map(this::aliases).ifPresent(metadata::mtlsEndpointAliases);
    }

    private boolean bindsToCertificates() {
        return configuration.mutualTls().certificates().use() != Use.OFF;
    }

    /** The endpoints that see the certificate of a client: where it authenticates, and where its tokens are used. */
    private MtlsEndpointAliases aliases(EndpointUris mutualTls) {
        Map<String, URI> aliases = new LinkedHashMap<>();
        aliases.put("token_endpoint", mutualTls.token());
        aliases.put("revocation_endpoint", mutualTls.revoke());
        if (!confidential.isEmpty()) {
            aliases.put("introspection_endpoint", mutualTls.introspect());
        }
        mutualTls.par().ifPresent(par -> aliases.put("pushed_authorization_request_endpoint", par));
        mutualTls.device().ifPresent(device -> aliases.put("device_authorization_endpoint", device));
        if (configuration.openId().offered() && bindsToCertificates()) {
            aliases.put("userinfo_endpoint", mutualTls.userInfo());
        }
        return new MtlsEndpointAliases(aliases);
    }

    /** OpenID Connect Discovery 1.0, section 3. */
    private void addOpenId(OpenIdRules rules) {
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

    private List<GrantType> grantTypes() {
        GrantRules grants = configuration.grants();
        List<GrantType> types = new ArrayList<>(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
        if (grants.clientCredentials()) {
            types.add(GrantType.CLIENT_CREDENTIALS);
        }
        if (uris.device().isPresent()) {
            types.add(GrantType.DEVICE_CODE);
        }
        if (grants.identityAssertions().offered() || grants.workloads().offered()) {
            types.add(GrantType.JWT_BEARER);
        }
        if (grants.tokenExchange().offered()) {
            types.add(GrantType.TOKEN_EXCHANGE);
        }
        return types;
    }

    /** Whose assertions are taken is nobody's business. */
    private List<String> grantProfiles() {
        return configuration.grants().identityAssertions().offered() ? List.of(ID_JAG_PROFILE) : List.of();
    }

    private static JsonArray texts(List<String> values) {
        return JSON.array(values).build();
    }
}
