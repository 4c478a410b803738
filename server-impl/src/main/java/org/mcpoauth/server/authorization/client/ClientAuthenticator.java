package org.mcpoauth.server.authorization.client;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * Authenticates clients (RFC 6749, section 2.3): one method, the registered one, offered by this server.
 * Every failure is the same {@code invalid_client}, so that nobody learns which part was wrong.
 */
public final class ClientAuthenticator {
    private static final SecretHash NOBODY = SecretHash.of(Secret.of("nobody has this secret"));

    private final ClientDirectory clients;
    private final ClientAssertions assertions;
    private final Set<ClientAuthenticationMethod> offered;
    private final InstantSource clock;

    /**
     * Makes an authenticator.
     *
     * @param clients finds clients
     * @param assertions checks signed assertions
     * @param offered the methods this server offers
     * @param clock tells whether a secret is over
     */
    public ClientAuthenticator(
            ClientDirectory clients,
            ClientAssertions assertions,
            Set<ClientAuthenticationMethod> offered,
            InstantSource clock) {
        this.clients = clients;
        this.assertions = assertions;
        this.offered = Set.copyOf(offered);
        this.clock = clock;
    }

    /**
     * Authenticates the client of a request; one that has the method {@code none} is only identified.
     *
     * @param request the request
     * @param form its form
     * @return the client
     * @throws EndpointException with {@code invalid_client} if it cannot be authenticated, with {@code
     *     invalid_request} if it tries several methods
     */
    public Client authenticate(EndpointRequest request, Parameters form) {
        PresentedCredentials presented = PresentedCredentials.of(request, form);
        Optional<Client> client = clients.find(clientId(presented));
        if (!isGenuine(client.orElse(null), presented)) {
            throw EndpointException.token(ErrorCode.INVALID_CLIENT, null);
        }
        return client.orElseThrow();
    }

    /**
     * Authenticates a client that must not be public.
     *
     * @param request the request
     * @param form its form
     * @return the client
     * @throws EndpointException as {@link #authenticate}, and for a public client
     */
    public Client authenticateConfidential(EndpointRequest request, Parameters form) {
        Client client = authenticate(request, form);
        if (isPublic(client)) {
            throw EndpointException.token(ErrorCode.INVALID_CLIENT, "the client has to authenticate");
        }
        return client;
    }

    /**
     * Whether a client cannot keep a secret (RFC 6749, section 2.1).
     *
     * @param client the client
     * @return {@code true} if its method is {@code none}
     */
    public static boolean isPublic(Client client) {
        return client.metadata().tokenEndpointAuthMethod().equals(ClientAuthenticationMethod.NONE);
    }

    /**
     * Whether a request tries to authenticate a client, well or badly; a client identifier alone is no try.
     *
     * @param request the request
     * @param form its form
     * @return {@code true} if it brings credentials of whatever method
     */
    public static boolean isTried(EndpointRequest request, Parameters form) {
        return PresentedCredentials.areIn(request, form);
    }

    private String clientId(PresentedCredentials presented) {
        if (!presented.method().equals(ClientAuthenticationMethod.PRIVATE_KEY_JWT)) {
            return presented.clientId() == null ? "" : presented.clientId();
        }
        String issuer = presented.secret() == null ? "" : assertions.claimedIssuer(presented.secret());
        boolean isContradicted =
                presented.clientId() != null && !presented.clientId().equals(issuer);
        return isContradicted ? "" : issuer;
    }

    /** An unknown client costs the same digest as a known one. */
    private boolean isGenuine(@Nullable Client client, PresentedCredentials presented) {
        Secret secret = presented.secret();
        boolean isRight = presented.method().equals(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                ? client != null
                        && isRegistered(client, presented)
                        && secret != null
                        && assertions.accept(client, secret)
                : secret == null || isSecret(client, secret);
        return isRight && client != null && isRegistered(client, presented);
    }

    private boolean isRegistered(Client client, PresentedCredentials presented) {
        ClientAuthenticationMethod method = client.metadata().tokenEndpointAuthMethod();
        return method.equals(presented.method()) && offered.contains(method);
    }

    private boolean isSecret(@Nullable Client client, Secret presented) {
        SecretHash expected = client == null ? null : client.secretHash();
        boolean matches = (expected == null ? NOBODY : expected).matches(presented);
        return matches && client != null && expected != null && !isOver(client.secretExpiresAt());
    }

    private boolean isOver(@Nullable Instant end) {
        return end != null && !clock.instant().isBefore(end);
    }
}
