package org.mcpoauth.api.client;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * Comes by a client identifier (MCP authorization, "Client Registration Approaches"; RFC 7591; RFC
 * 7592; OAuth Client ID Metadata Documents).
 *
 * <p>Safe for use by several threads; interruption ends a call.
 */
public interface Registration {

    /**
     * Chooses the approach in the order of the specification: pre-registered, client ID metadata
     * document, dynamic registration, asking the user.
     *
     * @param server the metadata of the authorization server
     * @param preRegistered whether credentials for this server are at hand
     * @param metadataDocument the URL of our client ID metadata document, or {@code null} when we have
     *     none
     * @return the approach to take
     */
    RegistrationApproach select(
            AuthorizationServerMetadata server, boolean preRegistered, @Nullable URI metadataDocument);

    /**
     * The client whose identifier is the URL of its metadata document.
     *
     * @param server the metadata of the authorization server
     * @param document the document as it is published: its {@code client_id} is its URL, {@code https}
     *     with a path
     * @return a client without secret
     * @throws IllegalArgumentException if the document breaks a rule for such documents
     * @throws org.mcpoauth.api.error.ResponseViolationException with {@code MISSING_SERVER_METADATA} if
     *     the server does not support such documents
     */
    ClientInformation metadataDocumentClient(AuthorizationServerMetadata server, ClientMetadata document);

    /**
     * Builds the document to publish at a client identifier URL: the metadata with {@code client_id} set
     * to the URL.
     *
     * @param clientId the URL, {@code https} with a path
     * @param metadata name, redirect URIs and the rest; must not have a secret
     * @return the document
     * @throws IllegalArgumentException if URL or metadata break a rule for such documents
     */
    ClientMetadata metadataDocument(URI clientId, ClientMetadata metadata);

    /**
     * Registers a client dynamically (RFC 7591, section 3).
     *
     * @param server the metadata of the authorization server
     * @param metadata what the client wants to be; {@code application_type} is derived from the redirect
     *     URIs when it is missing
     * @param initialAccessToken the token that allows to register, or {@code null}
     * @return the client as the server registered it; the reply was judged usable
     * @throws org.mcpoauth.api.error.OAuthErrorException if the server refused
     * @throws org.mcpoauth.api.error.ResponseViolationException if the reply is unusable, or with {@code
     *     MISSING_SERVER_METADATA} if there is no registration endpoint
     * @throws org.mcpoauth.api.error.TransportException if the endpoint cannot be reached or must not be
     * @throws org.mcpoauth.api.error.ConfigurationException if a redirect URI is neither {@code https} nor
     *     plain {@code http} to a loopback address or {@code localhost}, or has a fragment or user information
     *     (OAuth 2.1, section 1.5)
     */
    ClientInformation register(
            AuthorizationServerMetadata server, ClientMetadata metadata, @Nullable Secret initialAccessToken);

    /**
     * Reads a registration (RFC 7592, section 2.1).
     *
     * @param client a client with registration URL and token
     * @return the current registration
     * @throws IllegalArgumentException if the client has no registration URL and token
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #register} does
     */
    ClientInformation read(ClientInformation client);

    /**
     * Replaces a registration (RFC 7592, section 2.2).
     *
     * @param client a client with registration URL and token
     * @param metadata what the client wants to be from now on
     * @return the registration as the server changed it
     * @throws IllegalArgumentException if the client has no registration URL and token
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #register} does
     */
    ClientInformation update(ClientInformation client, ClientMetadata metadata);

    /**
     * Ends a registration (RFC 7592, section 2.3).
     *
     * @param client a client with registration URL and token
     * @throws IllegalArgumentException if the client has no registration URL and token
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #register} does
     */
    void delete(ClientInformation client);

    /**
     * Chooses how a client authenticates: what it is registered for, among what the server lists and the
     * credentials allow (RFC 8414, section 2; RFC 7591, section 2).
     *
     * @param server the metadata of the authorization server
     * @param information identifier and credentials
     * @param key the key for {@code private_key_jwt}, or {@code null}
     * @return the client, ready for requests
     * @throws org.mcpoauth.api.error.ResponseViolationException with {@code REGISTRATION_IMPOSSIBLE} if no
     *     method fits
     */
    RegisteredClient authenticate(
            AuthorizationServerMetadata server, ClientInformation information, @Nullable SigningKey key);
}
