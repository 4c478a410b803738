package org.mcpoauth.spi.server;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.Changing;

/**
 * Who is taken as a client, and how it authenticates. Immutable.
 *
 * @param metadataDocuments whether and how URLs are taken as client identifiers (Client ID Metadata Documents)
 * @param authenticationMethods how clients may authenticate, at least one
 * @param localhostAnyPort whether {@code localhost} redirect URIs get a free port as loopback addresses do
 * @param privateUseSchemes whether registered clients may have redirect URIs of a private-use scheme such as
 *     {@code com.example.app:/callback} (RFC 8252, section 7.1), which MCP does not allow
 * @param errorRedirects to which of them browsers are sent back at once with an error
 * @param known clients that the deployer registered; they come before all others of the same identifier
 */
public record ClientRules(
        MetadataDocumentRules metadataDocuments,
        Set<ClientAuthenticationMethod> authenticationMethods,
        boolean localhostAnyPort,
        boolean privateUseSchemes,
        ErrorRedirects errorRedirects,
        Changing<List<Client>> known) {
    /**
     * Metadata documents; none, secrets and {@code private_key_jwt}; {@code localhost} with a free port; errors go back
     * at once.
     */
    public static final ClientRules DEFAULT = new ClientRules(
            MetadataDocumentRules.DEFAULT,
            Set.of(
                    ClientAuthenticationMethod.NONE,
                    ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
                    ClientAuthenticationMethod.CLIENT_SECRET_POST,
                    ClientAuthenticationMethod.PRIVATE_KEY_JWT),
            true,
            false,
            ErrorRedirects.ALWAYS,
            Changing.of(List.of()));

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public ClientRules {
        Objects.requireNonNull(metadataDocuments, "metadataDocuments");
        Objects.requireNonNull(errorRedirects, "errorRedirects");
        authenticationMethods = Set.copyOf(authenticationMethods);
        Objects.requireNonNull(known, "known");
        if (authenticationMethods.isEmpty()) {
            throw new ConfigurationException("client-auth-methods", "names at least one method");
        }
    }

    /**
     * Whether the deployer registered a client of this identifier, which nobody else can have then.
     *
     * @param clientId the identifier, compared exactly
     * @return whether it is among {@link #known}
     */
    public boolean knows(String clientId) {
        return known.current().stream().anyMatch(client -> client.clientId().equals(clientId));
    }

    /**
     * The same with another value: whether and how URLs are taken as client identifiers.
     *
     * @param value the new value
     * @return a new value
     */
    public ClientRules withMetadataDocuments(MetadataDocumentRules value) {
        return new ClientRules(
                value, authenticationMethods, localhostAnyPort, privateUseSchemes, errorRedirects, known);
    }

    /**
     * The same with another value: how clients may authenticate, at least one.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public ClientRules withAuthenticationMethods(Set<ClientAuthenticationMethod> value) {
        return new ClientRules(metadataDocuments, value, localhostAnyPort, privateUseSchemes, errorRedirects, known);
    }

    /**
     * The same with another value: whether {@code localhost} redirect URIs get a free port as loopback addresses do.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public ClientRules withLocalhostAnyPort(boolean value) {
        return new ClientRules(
                metadataDocuments, authenticationMethods, value, privateUseSchemes, errorRedirects, known);
    }

    /**
     * The same with another value: whether registered clients may have redirect URIs of a private-use scheme.
     *
     * @param value the new value
     * @return a new value
     */
    public ClientRules withPrivateUseSchemes(boolean value) {
        return new ClientRules(
                metadataDocuments, authenticationMethods, localhostAnyPort, value, errorRedirects, known);
    }

    /**
     * The same with another value: to which clients browsers are sent back at once with an error.
     *
     * @param value the new value
     * @return a new value
     */
    public ClientRules withErrorRedirects(ErrorRedirects value) {
        return new ClientRules(
                metadataDocuments, authenticationMethods, localhostAnyPort, privateUseSchemes, value, known);
    }

    /**
     * The same with other clients of the deployer.
     *
     * @param value the clients
     * @return a new value
     */
    public ClientRules withKnown(List<Client> value) {
        return withKnown(Changing.of(List.copyOf(value)));
    }

    /**
     * The same with clients of the deployer that may be exchanged. The grants of a client that is there no more end.
     *
     * @param value gives the clients
     * @return a new value
     */
    public ClientRules withKnown(Changing<List<Client>> value) {
        return new ClientRules(
                metadataDocuments, authenticationMethods, localhostAnyPort, privateUseSchemes, errorRedirects, value);
    }
}
