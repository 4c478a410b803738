package org.mcpoauth.client.grant;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.client.scripted.World;

/** Registered clients of the scripted authorization server. */
final class Clients {
    private final World world;

    Clients(World world) {
        this.world = world;
    }

    ResourceIdentifier resource() {
        return ResourceIdentifier.canonical(world.serverUrl());
    }

    AuthorizationServerMetadata server() {
        return world.runtime.discovery().authorizationServer(Issuer.of(world.as.issuer()));
    }

    RegisteredClient open() {
        return with("open", null, new ClientAuthentication.None());
    }

    RegisteredClient with(String clientId, @Nullable Secret secret, ClientAuthentication authentication) {
        AuthorizationServerMetadata server = server();
        return new RegisteredClient(
                server, ClientInformation.of(server.issuer(), clientId, secret, World.metadata()), authentication);
    }
}
