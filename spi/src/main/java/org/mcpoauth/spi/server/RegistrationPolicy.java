package org.mcpoauth.spi.server;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;

/**
 * Decides who may register which client (RFC 7591, section 3), after the rules of the protocol have been checked and
 * before anything is stored. Safe for use by several threads.
 */
public interface RegistrationPolicy {
    /** Takes what the rules take, knows no further tokens, and has identifiers and secrets made at random. */
    RegistrationPolicy DEFAULT = new RegistrationPolicy() {};

    /**
     * Whether an initial access token is good that is not among the configured ones (RFC 7591, section 3), such as
     * one that was made for one registration. It is asked before the request is looked at.
     *
     * @param initialAccessToken what was presented, of any length and content
     * @return {@code false}, the default, to refuse the request
     */
    default boolean accepts(Secret initialAccessToken) {
        return false;
    }

    /**
     * Decides about a registration.
     *
     * @param attempt what is to be registered, and for whom
     * @return what to register: the same, or changed as the policy likes; nothing is checked again
     * @throws EndpointException of the registration endpoint, to refuse
     */
    default ClientMetadata register(RegistrationAttempt attempt) {
        return attempt.metadata();
    }

    /**
     * Decides about a change of a registration (RFC 7592, section 2.2).
     *
     * @param client the client as it is
     * @param metadata what it is to become; has passed all rules
     * @return what to register: the same, or changed as the policy likes; nothing is checked again
     * @throws EndpointException of the registration endpoint, to refuse
     */
    default ClientMetadata update(Client client, ClientMetadata metadata) {
        return metadata;
    }

    /**
     * Whether an authenticated client may read, change or remove its registration (RFC 7592, section 2).
     *
     * @param client the client
     * @param method {@code GET}, {@code PUT} or {@code DELETE}
     * @return {@code false} to refuse with 403; by default {@code true}
     */
    default boolean mayManage(Client client, String method) {
        return true;
    }

    /**
     * The identifier of a new client.
     *
     * @param metadata what is registered
     * @return 1 to 256 visible ASCII characters that do not begin with {@code https://}, never given before; empty,
     *     the default, for a random one
     */
    default Optional<String> clientId(ClientMetadata metadata) {
        return Optional.empty();
    }

    /**
     * A new secret of a client.
     *
     * @param metadata what is registered
     * @return a text that nobody can guess, of at least 256 random bits; empty, the default, for one that is made
     *     so
     */
    default Optional<Secret> clientSecret(ClientMetadata metadata) {
        return Optional.empty();
    }
}
