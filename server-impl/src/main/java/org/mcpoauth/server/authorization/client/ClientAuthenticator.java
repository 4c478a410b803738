package org.mcpoauth.server.authorization.client;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.authorization.limit.ClientFailures;
import org.mcpoauth.server.authorization.possession.ClientCertificates;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * Authenticates clients (RFC 6749, section 2.3): one method, the registered one, offered by this server.
 * Every failure is the same {@code invalid_client}, so that nobody learns which part was wrong.
 */
public final class ClientAuthenticator {
    private static final SecretHash NOBODY = SecretHash.of(Secret.of("nobody has this secret"));

    private final RequestedClients clients;
    private final ClientAssertions assertions;
    private final ClientCertificates certificates;
    private final CertificateAuthentication certificateAuthentication;
    private final Set<ClientAuthenticationMethod> offered;
    private final ClientFailures failures;
    private final InstantSource clock;

    /**
     * Makes an authenticator.
     *
     * @param clients finds clients
     * @param assertions checks signed assertions
     * @param certificates finds the certificates of requests
     * @param certificateAuthentication checks them
     * @param offered the methods this server offers
     * @param failures bounds how often clients fail
     * @param clock tells whether a secret is over
     */
    public ClientAuthenticator(
            ClientDirectory clients,
            ClientAssertions assertions,
            ClientCertificates certificates,
            CertificateAuthentication certificateAuthentication,
            Set<ClientAuthenticationMethod> offered,
            ClientFailures failures,
            InstantSource clock) {
        this.clients = new RequestedClients(clients, failures);
        this.assertions = assertions;
        this.certificates = certificates;
        this.certificateAuthentication = certificateAuthentication;
        this.offered = Set.copyOf(offered);
        this.failures = failures;
        this.clock = clock;
    }

    /**
     * Authenticates the client of a request; one that has the method {@code none} is only identified. Nothing is
     * used up: that is for whoever finds the rest of the request right.
     *
     * @param request the request
     * @param form its form
     * @return the client
     * @throws EndpointException with {@code invalid_client} if it cannot be authenticated, with {@code
     *     invalid_request} if it tries several methods, with {@code temporarily_unavailable} if its metadata document
     *     or its keys cannot be had now
     * @throws org.mcpoauth.server.authorization.limit.TooManyRequestsException if it failed too often
     */
    public AuthenticatedClient authenticate(EndpointRequest request, Parameters form) {
        PresentedCredentials presented = PresentedCredentials.of(request, form);
        Client client = clients.find(request, clientId(presented)).orElse(null);
        String guessed = client != null && isSharedSecret(client, presented) ? client.clientId() : null;
        failures.requireFew(request, guessed);
        AssertionUse use = use(client, presented, request);
        if (client == null || use == null) {
            failures.count(request, guessed);
            throw EndpointException.token(ErrorCode.INVALID_CLIENT, null);
        }
        failures.requireFew(request, guessed);
        return new AuthenticatedClient(client, use);
    }

    /** Whether what was presented may be a guess; a key of the client's own cannot be guessed. */
    private static boolean isSharedSecret(Client client, PresentedCredentials presented) {
        return presented.secret() != null
                && client.metadata().tokenEndpointAuthMethod().usesSharedSecret();
    }

    /**
     * Authenticates a client that must not be public.
     *
     * @param request the request
     * @param form its form
     * @return the client
     * @throws EndpointException as {@link #authenticate}, and for a public client
     */
    public AuthenticatedClient authenticateConfidential(EndpointRequest request, Parameters form) {
        AuthenticatedClient authenticated = authenticate(request, form);
        if (isPublic(authenticated.client())) {
            throw EndpointException.token(ErrorCode.INVALID_CLIENT, "the client has to authenticate");
        }
        return authenticated;
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
        if (presented.way() != PresentedWay.ASSERTION) {
            return presented.clientId() == null ? "" : presented.clientId();
        }
        String issuer = presented.secret() == null ? "" : assertions.claimedIssuer(presented.secret());
        boolean isContradicted =
                presented.clientId() != null && !presented.clientId().equals(issuer);
        return isContradicted ? "" : issuer;
    }

    /** The use of what is presented, {@code null} if that is not genuine. */
    private @Nullable AssertionUse use(
            @Nullable Client client, PresentedCredentials presented, EndpointRequest request) {
        return switch (presented.way()) {
            case IDENTIFIER -> repeatable(isRegistered(client, presented) && isCertified(client, request));
            case BASIC, POST -> repeatable(isSecret(client, presented) && isRegistered(client, presented));
            case ASSERTION -> asserted(client, presented, request);
        };
    }

    private static @Nullable AssertionUse repeatable(boolean isGenuine) {
        return isGenuine ? AssertionUse.REPEATABLE : null;
    }

    /** A certificate beside other credentials does not count: the registered method alone does. */
    private boolean isRegistered(@Nullable Client client, PresentedCredentials presented) {
        if (client == null) {
            return false;
        }
        ClientAuthenticationMethod method = client.metadata().tokenEndpointAuthMethod();
        boolean isOver = method.usesSharedSecret() && isOver(client.secretExpiresAt());
        return presented.way().carries(method) && offered.contains(method) && !isOver;
    }

    private boolean isCertified(@Nullable Client client, EndpointRequest request) {
        if (client == null || isPublic(client)) {
            return client != null;
        }
        X509Certificate certificate = certificates.of(request);
        return certificate != null && certificateAuthentication.accept(client.metadata(), certificate, request);
    }

    /** An unknown client costs the same digest as a known one. */
    private static boolean isSecret(@Nullable Client client, PresentedCredentials presented) {
        SecretHash expected = client == null ? null : client.secretHash();
        boolean matches =
                presented.secret() != null && (expected == null ? NOBODY : expected).matches(presented.secret());
        return matches && expected != null;
    }

    private @Nullable AssertionUse asserted(
            @Nullable Client client, PresentedCredentials presented, EndpointRequest request) {
        Secret assertion = presented.secret();
        if (assertion == null) {
            return null;
        }
        if (client == null || !isRegistered(client, presented)) {
            assertions.refuse(assertion);
            return null;
        }
        return assertions.accept(client, assertion, request).orElse(null);
    }

    private boolean isOver(@Nullable Instant end) {
        return end != null && !clock.instant().isBefore(end);
    }
}
