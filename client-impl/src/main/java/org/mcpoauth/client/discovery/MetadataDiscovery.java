package org.mcpoauth.client.discovery;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.client.DiscoveredIssuer;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.client.ApplicationHttp;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.client.MetadataTrust;
import org.mcpoauth.spi.support.http.DocumentShelf;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.oauth.ServerDiscovery;

/** Discovery in the order of MCP authorization. */
public final class MetadataDiscovery implements Discovery {
    private final ResourceDiscovery resources;
    private final ServerDiscovery servers;
    private final ApplicationHttp application;
    private final Toolkit toolkit;

    /** Uses a toolkit for documents and the application's own way to the MCP server. */
    public MetadataDiscovery(Toolkit toolkit, ApplicationHttp application) {
        this(toolkit, application, kind -> DocumentShelf.NONE, null);
    }

    /**
     * The same, with a shelf for each kind of document where it outlives the process.
     *
     * @param trust who must have signed the metadata of resources, or {@code null}
     */
    public MetadataDiscovery(
            Toolkit toolkit,
            ApplicationHttp application,
            Function<FetchKind, DocumentShelf> shelves,
            @Nullable MetadataTrust trust) {
        this.resources = new ResourceDiscovery(toolkit, shelves.apply(FetchKind.PROTECTED_RESOURCE_METADATA), trust);
        this.servers = new ServerDiscovery(
                toolkit.http(), toolkit.json(), shelves.apply(FetchKind.AUTHORIZATION_SERVER_METADATA));
        this.application = application;
        this.toolkit = toolkit;
    }

    @Override
    public Challenges probe(URI serverUrl) {
        return application.probe(serverUrl, "ping", Map.of());
    }

    @Override
    public Challenges probe(URI serverUrl, AccessToken token) {
        require(token.resource().covers(serverUrl), "the token is for another resource");
        require(token.scheme() == PresentedToken.Scheme.BEARER, "the token is bound to a key");
        requireSecured(serverUrl);
        return application.probe(
                serverUrl,
                "tools/list",
                Map.of("Authorization", "Bearer " + token.value().reveal()));
    }

    /** A token goes over plain http only where metadata may come from as well (RFC 6750, section 5.3). */
    private void requireSecured(URI serverUrl) {
        if (!"https".equalsIgnoreCase(serverUrl.getScheme())) {
            toolkit.requireOpenable(serverUrl);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public ProtectedResourceMetadata protectedResource(URI serverUrl, Challenges challenges) {
        return resources.find(serverUrl, challenges).orElseThrow(ResourceDiscovery::notFound);
    }

    @Override
    public ProtectedResourceMetadata refreshProtectedResource(URI serverUrl, Challenges challenges) {
        return resources.refresh(serverUrl, challenges).orElseThrow(ResourceDiscovery::notFound);
    }

    @Override
    public AuthorizationServerMetadata authorizationServer(Issuer issuer) {
        return servers.find(issuer);
    }

    @Override
    public AuthorizationServerMetadata refreshAuthorizationServer(Issuer issuer) {
        return servers.refresh(issuer);
    }

    @Override
    public DiscoveredIssuer issuer(URI serverUrl, Challenges challenges, boolean originFallback) {
        Optional<ProtectedResourceMetadata> found = resources.find(serverUrl, challenges);
        if (found.isEmpty() && originFallback) {
            return new DiscoveredIssuer(OriginFallback.issuer(serverUrl), null);
        }
        ProtectedResourceMetadata metadata = found.orElseThrow(ResourceDiscovery::notFound);
        return new DiscoveredIssuer(metadata.authorizationServers().get(0), metadata);
    }

    @Override
    public AuthorizationServerMetadata authorizationServer(DiscoveredIssuer discovered) {
        return discovered.isFromProtectedResourceMetadata()
                ? servers.find(discovered.issuer())
                : servers.atRoot(discovered.issuer())
                        .map(OriginFallback::withPkce)
                        .orElseGet(() -> OriginFallback.defaults(discovered.issuer()));
    }
}
