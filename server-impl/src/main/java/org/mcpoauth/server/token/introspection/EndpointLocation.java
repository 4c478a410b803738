package org.mcpoauth.server.token.introspection;

import java.net.URI;
import java.util.Optional;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.MtlsEndpointAliases;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.support.oauth.ServerDiscovery;

/**
 * Where the introspection endpoint is: as configured, or as the metadata of the issuer says (RFC 8414,
 * section 2), which for a TLS client may name an alias (RFC 8705, section 5).
 */
final class EndpointLocation {
    private final IntrospectionRules rules;
    private final ServerDiscovery discovery;

    EndpointLocation(IntrospectionRules rules, ServerDiscovery discovery) {
        this.rules = rules;
        this.discovery = discovery;
    }

    /**
     * The URL of the endpoint.
     *
     * @throws org.mcpoauth.api.error.TransportException if the metadata cannot be had now
     * @throws ResponseViolationException if it breaks a rule or names no endpoint
     */
    URI find() {
        URI configured = rules.url();
        return configured != null ? configured : published(discovery.find(rules.issuer()));
    }

    private URI published(AuthorizationServerMetadata metadata) {
        Optional<URI> alias = rules.authentication().current() instanceof ClientAuthentication.TlsClient
                ? metadata.mtlsEndpointAliases().flatMap(MtlsEndpointAliases::introspectionEndpoint)
                : Optional.empty();
        return alias.or(metadata::introspectionEndpoint)
                .orElseThrow(() -> new ResponseViolationException(
                        FailureCode.MISSING_SERVER_METADATA,
                        new Rule("RFC 8414", "2"),
                        "the server has no introspection_endpoint"));
    }
}
