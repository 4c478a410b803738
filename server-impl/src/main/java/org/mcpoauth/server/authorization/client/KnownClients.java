package org.mcpoauth.server.authorization.client;

import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.server.ClientRules;

/**
 * The clients that the deployer registered, before all others (RFC 6749, section 2). What cannot work is refused
 * when the server starts; later it leaves them as they were.
 */
public final class KnownClients implements ClientDirectory {
    private static final String KEY = "clients-file";
    private static final Set<ClientAuthenticationMethod> BY_KEY =
            Set.of(ClientAuthenticationMethod.PRIVATE_KEY_JWT, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
    private static final Set<ClientAuthenticationMethod> BY_SECRET =
            Set.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.CLIENT_SECRET_POST);

    private final Changing<Map<String, Client>> known;
    private final ClientDirectory others;

    private KnownClients(Changing<Map<String, Client>> known, ClientDirectory others) {
        this.known = known;
        this.others = others;
    }

    /**
     * Puts the clients of the deployer before others.
     *
     * @param rules has them, and says what clients may do
     * @param protection what they may demand
     * @param provider knows the rest, and ends the grants of those that are there no more
     * @param memory knows who was on the list before
     * @param clock says when to ask a provider again that failed
     * @return all clients
     * @throws ConfigurationException if one of them cannot work
     */
    public static KnownClients of(
            ClientRules rules,
            DemandedProtection protection,
            AuthorizationServerProvider<?, ?, ?> provider,
            ListedClients memory,
            InstantSource clock) {
        Changing<Map<String, Client>> listed = rules.known().map(clients -> usable(clients, rules, protection));
        return new KnownClients(new RemainingClients(listed, provider, memory, clock), provider::client);
    }

    @Override
    public Optional<Client> find(String clientId) {
        Client client = known.current().get(clientId);
        return client == null ? others.find(clientId) : Optional.of(client);
    }

    private static Map<String, Client> usable(List<Client> clients, ClientRules rules, DemandedProtection protection) {
        Map<String, Client> usable = new LinkedHashMap<>();
        for (Client client : clients) {
            requireUsable(client, rules);
            protection.unmet(client.metadata()).ifPresent(demand -> {
                throw refused(client, "demands protection that nobody gives: " + demand);
            });
            if (usable.put(client.clientId(), client) != null) {
                throw refused(client, "is there twice");
            }
        }
        return usable;
    }

    private static void requireUsable(Client client, ClientRules rules) {
        ClientMetadata metadata = client.metadata();
        ClientAuthenticationMethod method = metadata.tokenEndpointAuthMethod();
        if (!rules.authenticationMethods().contains(method)) {
            throw refused(client, "authenticates in a way that is not among client-auth-methods");
        }
        if (BY_SECRET.contains(method) != (client.secretHash() != null)) {
            throw refused(client, "has a secret exactly if it authenticates with it");
        }
        if (BY_KEY.contains(method) && !hasKeys(metadata)) {
            throw refused(client, "authenticates by a key and has neither jwks nor jwks_uri");
        }
        boolean needsSubject = method.equals(ClientAuthenticationMethod.TLS_CLIENT_AUTH);
        if (needsSubject && !CertificateAuthentication.isSubjectRegistered(metadata)) {
            throw refused(client, "needs exactly one well-formed certificate subject");
        }
        boolean isRedirected = metadata.grantTypes().contains(GrantType.AUTHORIZATION_CODE);
        if (isRedirected == metadata.redirectUris().isEmpty()) {
            throw refused(client, "has redirect URIs exactly if it gets codes");
        }
        if (!metadata.redirectUris().stream().allMatch(uri -> isAllowed(uri, rules))) {
            throw refused(client, "has a redirect URI that is neither https nor http on loopback");
        }
    }

    private static boolean isAllowed(URI uri, ClientRules rules) {
        return RedirectUris.isAllowed(uri) || (rules.privateUseSchemes() && RedirectUris.isPrivateUse(uri));
    }

    private static boolean hasKeys(ClientMetadata metadata) {
        boolean isPublic = metadata.jwks().map(PublicKeys::isPublicSet).orElse(true);
        return isPublic && (metadata.jwks().isPresent() || metadata.jwksUri().isPresent());
    }

    private static ConfigurationException refused(Client client, String problem) {
        return new ConfigurationException(KEY, "the client " + client.clientId() + " " + problem);
    }
}
