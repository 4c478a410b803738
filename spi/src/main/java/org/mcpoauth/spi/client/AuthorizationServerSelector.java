package org.mcpoauth.spi.client;

import java.util.List;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;

/** Chooses among the authorization servers of a protected resource (RFC 9728, section 7.6). */
@FunctionalInterface
public interface AuthorizationServerSelector {
    /** Takes the first one that is listed. */
    AuthorizationServerSelector FIRST =
            (resource, known) -> resource.authorizationServers().get(0);

    /**
     * Takes the first of some issuers that is listed, else the first one that is listed.
     *
     * @param preferred the issuers, the preferred one first
     * @return the selector
     */
    static AuthorizationServerSelector preferring(List<Issuer> preferred) {
        List<Issuer> order = List.copyOf(preferred);
        return (resource, known) -> order.stream()
                .filter(resource.authorizationServers()::contains)
                .findFirst()
                .orElseGet(() -> FIRST.select(resource, known));
    }

    /**
     * Chooses an authorization server.
     *
     * @param resource the metadata, with at least one authorization server
     * @param known issuers this client has credentials or tokens of already
     * @return one of the listed issuers; another one is refused as a fault of the configuration
     */
    Issuer select(ProtectedResourceMetadata resource, List<Issuer> known);
}
