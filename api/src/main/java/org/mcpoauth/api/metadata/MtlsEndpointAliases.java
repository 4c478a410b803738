package org.mcpoauth.api.metadata;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Other URLs of endpoints, for clients that use mutual TLS (RFC 8705, section 5). An endpoint without an
 * alias is called at its usual URL. Immutable.
 *
 * @param endpoints the aliases by the metadata name of their endpoint, such as {@code token_endpoint}
 */
public record MtlsEndpointAliases(Map<String, URI> endpoints) {

    /** Copies the aliases. */
    public MtlsEndpointAliases {
        endpoints = Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
    }

    /** {@return the alias of the token endpoint} */
    public Optional<URI> tokenEndpoint() {
        return alias("token_endpoint");
    }

    /** {@return the alias of the revocation endpoint} */
    public Optional<URI> revocationEndpoint() {
        return alias("revocation_endpoint");
    }

    /** {@return the alias of the introspection endpoint} */
    public Optional<URI> introspectionEndpoint() {
        return alias("introspection_endpoint");
    }

    /** {@return the alias of the device authorization endpoint} */
    public Optional<URI> deviceAuthorizationEndpoint() {
        return alias("device_authorization_endpoint");
    }

    /** {@return the alias of the pushed authorization request endpoint} */
    public Optional<URI> pushedAuthorizationRequestEndpoint() {
        return alias("pushed_authorization_request_endpoint");
    }

    /** {@return the alias of the UserInfo endpoint} */
    public Optional<URI> userinfoEndpoint() {
        return alias("userinfo_endpoint");
    }

    /** {@return the alias of the CIBA backchannel authentication endpoint} */
    public Optional<URI> backchannelAuthenticationEndpoint() {
        return alias("backchannel_authentication_endpoint");
    }

    /**
     * The alias of any endpoint.
     *
     * @param endpoint the metadata name of the endpoint
     * @return its alias, empty when it has none
     */
    public Optional<URI> alias(String endpoint) {
        return Optional.ofNullable(endpoints.get(endpoint));
    }
}
