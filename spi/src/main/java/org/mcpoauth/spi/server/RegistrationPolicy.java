package org.mcpoauth.spi.server;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;

/**
 * Decides who may register which client (RFC 7591, section 3), and what becomes of registrations (RFC 7592). Metadata
 * have passed the rules of the protocol when they get here, and nothing is stored yet. {@link RegistrationPolicies}
 * puts several policies in order. Safe for use by several threads.
 *
 * <p>Any method may throw a {@link org.mcpoauth.api.error.StorageException}, which is told as 503; every other
 * exception than those named is told as 500, without a detail.
 */
public interface RegistrationPolicy {
    /** Takes what the rules take, knows no further tokens, and has identifiers and secrets made at random. */
    RegistrationPolicy DEFAULT = new RegistrationPolicy() {};

    /**
     * Whether an initial access token is good that is not among the configured ones (RFC 7591, section 3). It is
     * asked before the body is read, which may turn out to be malformed: a token that is good for one registration
     * is used up in {@link #register}, not here.
     *
     * @param initialAccessToken what was presented, of any length and content
     * @return {@code false}, the default, if it is not
     * @throws EndpointException of the registration endpoint, to refuse with another error than
     *     {@code invalid_token}
     */
    default boolean accepts(Secret initialAccessToken) {
        return false;
    }

    /**
     * Decides about a registration.
     *
     * @param attempt what is to be registered, and for whom
     * @return what to register: the same, or changed as the policy likes; nothing is checked again. A {@code scope}
     *     is then a limit, whatever {@link RegistrationTerms#scopeLimit} says
     * @throws EndpointException of the registration endpoint, to refuse
     */
    default ClientMetadata register(RegistrationAttempt attempt) {
        return attempt.metadata();
    }

    /**
     * Decides about a change of a registration (RFC 7592, section 2.2). What {@link #register} took away can be asked
     * for again here, with one exception: where {@link RegistrationTerms#scopeLimit} leaves scopes to the policy, the
     * {@code scope} that is registered stays.
     *
     * @param change what the client is, and what it is to become
     * @return what to register: the same, or changed as the policy likes; nothing is checked again
     * @throws EndpointException of the registration endpoint, to refuse
     */
    default ClientMetadata update(RegistrationChange change) {
        return change.metadata();
    }

    /**
     * Whether an authenticated client may read, change or remove its registration (RFC 7592, section 2).
     *
     * @param client the client
     * @param action what it wants to do
     * @return {@code false} to refuse with 403; by default {@code true}
     * @throws EndpointException of the registration endpoint, to refuse otherwise
     */
    default boolean mayManage(Client client, ManagementAction action) {
        return true;
    }

    /**
     * The identifier of a new client.
     *
     * @param metadata what is registered
     * @return 1 to 256 visible ASCII characters that do not begin with {@code https://}; empty, the default, for a
     *     random one. One that a client has, be it registered or known to the deployer ({@link ClientRules#known}), or
     *     that a removed client had whose access tokens may still live, is refused as
     *     {@code invalid_client_metadata}
     * @throws EndpointException of the registration endpoint, to refuse
     */
    default Optional<String> clientId(ClientMetadata metadata) {
        return Optional.empty();
    }

    /**
     * A new secret of a client. Not asked for {@code client_secret_jwt}, whose secrets are derived.
     *
     * @param metadata what is registered
     * @return a text that nobody can guess, of at least 256 random bits; empty, the default, for one that is made
     *     so
     * @throws EndpointException of the registration endpoint, to refuse
     */
    default Optional<Secret> clientSecret(ClientMetadata metadata) {
        return Optional.empty();
    }
}
