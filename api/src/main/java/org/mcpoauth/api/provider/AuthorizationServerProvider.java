package org.mcpoauth.api.provider;

import java.util.Optional;
import java.util.function.Consumer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;

/**
 * What a team implements that issues tokens: it knows clients and grants, decides, and stores. The
 * endpoints do all protocol work: parsing, client authentication, redirect URI and PKCE checks,
 * errors, headers. Every argument has passed the checks its type names.
 *
 * <p>Implementations are safe for use by several threads. Whatever may happen once (redeeming a code,
 * using a refresh token) must be decided atomically in the store, over all nodes. A provider refuses
 * with {@link EndpointException}; a {@link org.mcpoauth.api.error.StorageException} becomes 503 and never
 * {@code invalid_grant}.
 *
 * @param <C> the provider's authorization codes
 * @param <R> the provider's refresh tokens
 * @param <A> the provider's access tokens
 */
public interface AuthorizationServerProvider<
        C extends AuthorizationCode, R extends RefreshToken, A extends IssuedAccessToken> {

    /**
     * Finds a registered client. Clients with a metadata document are resolved by the endpoint.
     *
     * @param clientId what a peer sent; any text up to 2048 characters
     * @return the client, empty when it is unknown
     */
    Optional<Client> client(String clientId);

    /**
     * Registers a client (RFC 7591, section 3).
     *
     * @param request the client to store
     * @return the client as stored
     * @throws EndpointException of the registration endpoint, to refuse (RFC 7591, section 3.2.2); by default always,
     *     with {@code invalid_client_metadata}
     */
    default Client registerClient(RegistrationRequest request) {
        throw EndpointException.registration(ErrorCode.INVALID_CLIENT_METADATA, "no client is registered here");
    }

    /**
     * Replaces the registration of a client (RFC 7592, section 2.2). Nothing of the old one is kept. Grants go on;
     * what a client may no longer do is refused when it does it.
     *
     * @param current the client as it was found
     * @param changed the client to store, with the same identifier
     * @return {@code false} if the client is no longer as it was found; then nothing has changed
     * @throws EndpointException of the registration endpoint, to refuse; by default always
     */
    default boolean updateClient(Client current, Client changed) {
        throw EndpointException.registration(ErrorCode.ACCESS_DENIED, "registrations cannot be changed");
    }

    /**
     * Removes a client and ends its grants (RFC 7592, section 2.3): from then on none of its tokens is found. A
     * client that is gone already is no error.
     *
     * @param client the client as it was found
     * @throws EndpointException of the registration endpoint, to refuse; by default always
     */
    default void deleteClient(Client client) {
        throw EndpointException.registration(ErrorCode.ACCESS_DENIED, "registrations cannot be removed");
    }

    /**
     * Tells that a client of the deployer is there, after {@link #deleteClient} has perhaps removed it: what it got
     * before stays ended, what it gets from now on is good. Called when the server starts and whenever the list of the
     * deployer has a client that it had not before, by each node, at most a few seconds after the first request is
     * answered with it. By default nothing is done, which is right for a provider that ends tokens one by one.
     *
     * @param client the client as the deployer lists it
     */
    default void restoreClient(Client client) {}

    /**
     * Decides about an authorization request. Called again after each step the user took.
     *
     * @param client who asks
     * @param parameters what it asks for
     * @param interaction how far the user has come
     * @return what to do next
     * @throws EndpointException of the authorization endpoint, to refuse
     */
    AuthorizationDecision authorize(Client client, AuthorizationParameters parameters, Interaction interaction);

    /**
     * Finds an authorization code, used ones included as long as their use must be noticed.
     *
     * @param client who presents it
     * @param code what it sent
     * @return the code, empty when it is unknown or of another client
     */
    Optional<C> loadAuthorizationCode(Client client, Secret code);

    /**
     * Redeems a code whose client, redirect URI, PKCE verifier and expiry have been checked. Of several
     * calls at most one succeeds; a further one revokes what the first one brought (RFC 6749, section
     * 4.1.2).
     *
     * @param client who presents it
     * @param code the code that was loaded
     * @param request what to issue
     * @return the tokens
     * @throws EndpointException with {@code invalid_grant} if the code was used before and for no other reason:
     *     the endpoint then tells auditors, and those that remember tokens, that the grant has ended
     */
    IssuedTokens exchangeAuthorizationCode(Client client, C code, TokenRequest request);

    /**
     * Redeems a code as {@link #exchangeAuthorizationCode(Client, AuthorizationCode, TokenRequest)} does, and lets
     * something be made of the tokens that may fail: an ID token. The endpoint calls this method.
     *
     * <p>By default it is made of what the other method has brought, so that a failure loses the code. A provider that
     * makes the tokens first, then calls {@code beforeUse}, and then uses up the code loses nothing.
     *
     * @param client who presents it
     * @param code the code that was loaded
     * @param request what to issue
     * @param beforeUse is given the tokens that are returned, once; what it throws goes on to the caller
     * @return the tokens
     * @throws EndpointException with {@code invalid_grant} if the code was used before and for no other reason
     */
    default IssuedTokens exchangeAuthorizationCode(
            Client client, C code, TokenRequest request, Consumer<IssuedTokens> beforeUse) {
        IssuedTokens tokens = exchangeAuthorizationCode(client, code, request);
        beforeUse.accept(tokens);
        return tokens;
    }

    /**
     * Finds a refresh token, used ones included as long as their use must be noticed.
     *
     * @param client who presents it
     * @param refreshToken what it sent
     * @return the token, empty when it is unknown; that of another client is given too, and the endpoint
     *     refuses it without using or revoking it
     */
    Optional<R> loadRefreshToken(Client client, Secret refreshToken);

    /**
     * Uses a refresh token whose client and expiry have been checked, and rotates it. Using one twice
     * ends the whole grant (RFC 9700, section 4.14.2).
     *
     * @param client who presents it
     * @param refreshToken the token that was loaded
     * @param request what to issue, within the grant
     * @return the tokens
     * @throws EndpointException with {@code invalid_grant} if the token was used before and for no other reason:
     *     the endpoint then tells auditors, and those that remember tokens, that the grant has ended
     */
    IssuedTokens exchangeRefreshToken(Client client, R refreshToken, TokenRequest request);

    /**
     * The secret of a client that authenticates by {@code client_secret_jwt} (OpenID Connect Core, section 9), for
     * a provider that makes such secrets itself. It has at least as many octets as the hash of the algorithm (RFC
     * 7518, section 3.2).
     *
     * @param client the client, not authenticated yet
     * @return the secret; empty, as by default, for one that the authorization server made at registration and
     *     knows by its digest
     * @throws org.mcpoauth.api.error.StorageException if it cannot be told now
     */
    default Optional<Secret> clientSecret(Client client) {
        return Optional.empty();
    }

    /**
     * Issues a token to the client itself (RFC 6749, section 4.4).
     *
     * @param client the authenticated, confidential client
     * @param request what to issue
     * @return the tokens, without refresh token
     * @throws EndpointException to refuse; by default always, with {@code unsupported_grant_type}
     */
    default IssuedTokens exchangeClientCredentials(Client client, TokenRequest request) {
        throw EndpointException.token(ErrorCode.UNSUPPORTED_GRANT_TYPE, null);
    }

    /**
     * The scopes a user may grant to a device (RFC 8628, section 3.3).
     *
     * @param client whose device it is
     * @param owner the user, who is logged in
     * @param request what the device asks for
     * @return some or all of the requested scopes, which the user is then asked for; empty, which is the default, denies
     *     the request, as does {@link Scopes#NONE} if any was asked for
     */
    default Optional<Scopes> grantableToDevice(Client client, ResourceOwner owner, DeviceRequest request) {
        return Optional.empty();
    }

    /**
     * Issues tokens to a device whose user has agreed (RFC 8628, section 3.4). Called again, with the same {@link
     * DeviceGrant#id id}, where a call failed, or its node ended before the device was answered. Of several calls at
     * most one succeeds, whatever became of the answer to it; a further one revokes what that one brought, as for a
     * code (RFC 6749, section 4.1.2).
     *
     * @param client whose device it is
     * @param grant what the user granted
     * @param request what to issue
     * @return the tokens, with a refresh token as for a code
     * @throws EndpointException to refuse; by default always, with {@code unsupported_grant_type}. With {@code
     *     invalid_grant} if an earlier call succeeded and for no other reason: the device code is over then, and the
     *     endpoint tells auditors, and those that remember tokens, that the grant has ended
     */
    default IssuedTokens exchangeDeviceCode(Client client, DeviceGrant grant, TokenRequest request) {
        throw EndpointException.token(ErrorCode.UNSUPPORTED_GRANT_TYPE, null);
    }

    /**
     * Issues a token for an identity assertion (RFC 7523; MCP extension "Enterprise-Managed
     * Authorization").
     *
     * @param client the authenticated, confidential client
     * @param assertion the validated assertion
     * @param request what to issue, within the assertion
     * @return the tokens; a refresh token among them is dropped
     * @throws EndpointException to refuse; by default always, with {@code unsupported_grant_type}
     */
    default IssuedTokens exchangeIdentityAssertion(Client client, IdentityAssertion assertion, TokenRequest request) {
        throw EndpointException.token(ErrorCode.UNSUPPORTED_GRANT_TYPE, null);
    }

    /**
     * Issues a token for an identity assertion as {@link #exchangeIdentityAssertion(Client, IdentityAssertion,
     * TokenRequest)} does. The assertion is used up last, when nothing else can fail: of several calls for one assertion
     * all but one end with what {@code use} throws, and what they made is handed to nobody. The endpoint calls this
     * method; a provider that keeps tokens forgets them where {@code use} throws.
     *
     * @param client the authenticated, confidential client
     * @param assertion the validated assertion
     * @param request what to issue, within the assertion
     * @param use uses up the assertion; called once, with the tokens that are returned
     * @return the tokens; a refresh token among them is dropped
     * @throws EndpointException to refuse, or that of {@code use} if the assertion was used before
     */
    default IssuedTokens exchangeIdentityAssertion(
            Client client, IdentityAssertion assertion, TokenRequest request, Consumer<IssuedTokens> use) {
        IssuedTokens tokens = exchangeIdentityAssertion(client, assertion, request);
        use.accept(tokens);
        return tokens;
    }

    /**
     * Exchanges a token for another one (RFC 8693, section 2).
     *
     * @param client the authenticated, confidential client
     * @param exchange what is exchanged, by whom and for whom
     * @param request what to issue, within what is exchanged
     * @return the tokens; they end with the exchanged ones or before, and a refresh token among them is an error
     * @throws EndpointException to refuse; by default always, with {@code unsupported_grant_type}
     */
    default IssuedTokens exchangeToken(Client client, TokenExchange<A> exchange, TokenRequest request) {
        throw EndpointException.token(ErrorCode.UNSUPPORTED_GRANT_TYPE, null);
    }

    /**
     * Finds an active access token (RFC 7662, section 2.2).
     *
     * @param accessToken what a peer sent
     * @return the token, empty when it is unknown, expired or revoked
     */
    Optional<A> loadAccessToken(Secret accessToken);

    /**
     * Whether a client may learn about an access token (RFC 7662, section 4). By default those it was
     * issued to and those it is for may: clients whose identifier is a resource of the token.
     *
     * @param caller the authenticated, confidential client that asks
     * @param accessToken the token that was loaded
     * @return {@code false} to answer as if the token were not active
     */
    default boolean mayIntrospect(Client caller, A accessToken) {
        return caller.clientId().equals(accessToken.clientId())
                || accessToken.resources().stream()
                        .anyMatch(resource -> resource.value().equals(caller.clientId()));
    }

    /**
     * Revokes the grant a refresh token belongs to: the token, its successors and the access tokens of
     * the grant (RFC 7009, section 2.1). A token that is revoked already is no error.
     *
     * @param client whose token it is
     * @param refreshToken the token that was loaded
     */
    void revokeRefreshToken(Client client, R refreshToken);

    /**
     * Revokes an access token, and the grant it came from as far as the provider can tell (RFC 7009,
     * section 2.1).
     *
     * @param client whose token it is
     * @param accessToken the token that was loaded
     */
    void revokeAccessToken(Client client, A accessToken);
}
