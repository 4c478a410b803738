package org.mcpoauth.server.authorization.client;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.server.ClientRules;

/**
 * The clients that the deployer registered, before all others (RFC 6749, section 2). What cannot work is refused
 * when the server starts.
 */
public final class KnownClients implements ClientDirectory {
    private static final String KEY = "clients-file";
    private static final Set<ClientAuthenticationMethod> BY_KEY =
            Set.of(ClientAuthenticationMethod.PRIVATE_KEY_JWT, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
    private static final Set<ClientAuthenticationMethod> BY_SECRET =
            Set.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.CLIENT_SECRET_POST);

    private final Map<String, Client> known = new LinkedHashMap<>();
    private final ClientDirectory others;

    /**
     * Puts the clients of the deployer before others.
     *
     * @param rules has them, and says what clients may do
     * @param others knows the rest
     * @throws ConfigurationException if one of them cannot work
     */
    public KnownClients(ClientRules rules, ClientDirectory others) {
        this.others = others;
        for (Client client : rules.known()) {
            requireUsable(client, rules);
            if (known.put(client.clientId(), client) != null) {
                throw refused(client, "is there twice");
            }
        }
    }

    @Override
    public Optional<Client> find(String clientId) {
        Client client = known.get(clientId);
        return client == null ? others.find(clientId) : Optional.of(client);
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
