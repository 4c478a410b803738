package org.mcpoauth.api.client;

import java.net.URI;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;

/**
 * Finds the metadata of protected resources and authorization servers (RFC 9728, RFC 8414, OpenID
 * Connect Discovery, in the order of MCP authorization). Documents are cached as their headers allow.
 *
 * <p>Safe for use by several threads; interruption ends a call.
 */
public interface Discovery {

    /**
     * Asks an MCP server for its challenge with one minimal request (RFC 9728, section 5.1).
     *
     * @param serverUrl the URL of the MCP server
     * @return the challenges of a 401 or 403 answer, {@link Challenges#NONE} for any other answer
     * @throws org.mcpoauth.api.error.TransportException if the server cannot be reached
     */
    Challenges probe(URI serverUrl);

    /**
     * Asks an MCP server with a token for the list of its tools, to learn what is missing before a user does
     * (RFC 6750, section 3.1): a 403 names the scopes, a 401 says that the token is of no use. Nothing is obtained
     * and nothing is repeated.
     *
     * @param serverUrl the URL of the MCP server
     * @param token a bearer token for this server
     * @return the challenges of a 401 or 403 answer, {@link Challenges#NONE} for any other answer
     * @throws IllegalArgumentException if the token is for another resource, or is bound to a key, whose proof a
     *     client has to make
     * @throws org.mcpoauth.api.error.TransportException if the server cannot be reached, or the token would go over
     *     plain http to where that is not allowed
     */
    Challenges probe(URI serverUrl, AccessToken token);

    /**
     * Finds the metadata of a protected resource: at the URL of the challenge if it names one, and
     * nowhere else then; without it at the well-known URL with the path inserted, then at the root (RFC
     * 9728, sections 3.1 and 5.1).
     *
     * @param serverUrl the URL of the MCP server
     * @param challenges the challenges it answered with, or {@link Challenges#NONE}
     * @return metadata whose {@code resource} is the server or covers it (RFC 9728, section 3.3)
     * @throws org.mcpoauth.api.error.ResponseViolationException with {@code METADATA_RESOURCE_MISMATCH} if
     *     it is about another resource, {@code METADATA_NOT_FOUND} if there is none, or another code if
     *     the document is unusable
     * @throws org.mcpoauth.api.error.TransportException if a location cannot be reached or must not be
     */
    ProtectedResourceMetadata protectedResource(URI serverUrl, Challenges challenges);

    /**
     * Like {@link #protectedResource}, but with the documents fetched anew, as after a 401 that follows
     * a token which used to work (MCP authorization, "Authorization Server Migration").
     *
     * @param serverUrl the URL of the MCP server
     * @param challenges the challenges it answered with, or {@link Challenges#NONE}
     * @return the current metadata
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #protectedResource} does
     */
    ProtectedResourceMetadata refreshProtectedResource(URI serverUrl, Challenges challenges);

    /**
     * Finds the metadata of an authorization server at the places of {@link
     * Issuer#metadataLocations()}, in this order.
     *
     * @param issuer the issuer identifier, as it was published
     * @return metadata whose {@code issuer} is exactly this one
     * @throws org.mcpoauth.api.error.ResponseViolationException with {@code METADATA_ISSUER_MISMATCH} if
     *     a document names another issuer (no further place is tried), {@code METADATA_NOT_FOUND} if
     *     there is none, or another code if the document is unusable
     * @throws org.mcpoauth.api.error.TransportException if a location cannot be reached or must not be
     */
    AuthorizationServerMetadata authorizationServer(Issuer issuer);

    /**
     * Like {@link #authorizationServer(Issuer)}, but with the documents fetched anew, as when an endpoint that they
     * name is gone (RFC 9111, section 5.2.1.4). Peers can bring such a moment about, so callers limit how often they
     * ask.
     *
     * @param issuer the issuer identifier, as it was published
     * @return the current metadata; an implementation that remembers nothing gives what it always does
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #authorizationServer(Issuer)} does
     */
    default AuthorizationServerMetadata refreshAuthorizationServer(Issuer issuer) {
        return authorizationServer(issuer);
    }

    /**
     * Finds the authorization server of an MCP server and says how.
     *
     * @param serverUrl the URL of the MCP server
     * @param challenges the challenges it answered with, or {@link Challenges#NONE}
     * @param originFallback whether, when there is no protected resource metadata at all, the origin of
     *     the server may be taken for the issuer as MCP 2025-03-26 had it
     * @return the issuer with its source
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #protectedResource} does
     */
    DiscoveredIssuer issuer(URI serverUrl, Challenges challenges, boolean originFallback);

    /**
     * The metadata for a discovered issuer. For one that came from protected resource metadata this is
     * {@link #authorizationServer}; for the origin fallback only the root location of RFC 8414 is asked,
     * and when there is no document the default endpoints of MCP 2025-03-26 are used.
     *
     * @param discovered the issuer with its source
     * @return the metadata
     * @throws org.mcpoauth.api.error.McpOAuthException as {@link #authorizationServer} does
     */
    AuthorizationServerMetadata authorizationServer(DiscoveredIssuer discovered);
}
