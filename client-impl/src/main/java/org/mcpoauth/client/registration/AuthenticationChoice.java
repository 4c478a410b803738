package org.mcpoauth.client.registration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.ClientAuthentication.AssertionOptions;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientInformation;

/**
 * Chooses how a client authenticates: the method it is registered for if the server takes it, else the
 * strongest one that server and credentials allow (RFC 8414, section 2; RFC 7591, section 2). A certificate
 * is shown only where the registration says so, for it may be there for other reasons (RFC 8705, section 2).
 */
final class AuthenticationChoice {
    private static final List<ClientAuthenticationMethod> BY_STRENGTH = List.of(
            ClientAuthenticationMethod.PRIVATE_KEY_JWT,
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.CLIENT_SECRET_JWT,
            ClientAuthenticationMethod.NONE);

    private final AuthorizationServerMetadata server;
    private final ClientInformation client;
    private final AssertionAlgorithms algorithms;
    private final boolean hasCertificate;

    AuthenticationChoice(AuthorizationServerMetadata server, ClientInformation client, boolean hasCertificate) {
        this.server = server;
        this.client = client;
        this.algorithms = new AssertionAlgorithms(server, client.metadata());
        this.hasCertificate = hasCertificate;
    }

    ClientAuthentication choose(@Nullable SigningKey key, Instant now) {
        Secret secret = client.isSecretExpired(now) ? null : client.clientSecret();
        return wanted().stream()
                .filter(this::isAccepted)
                .map(method -> usable(method, key, secret))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(AuthenticationChoice::impossible);
    }

    /** A registered method binds; where the registration names none, every method may be tried. */
    private List<ClientAuthenticationMethod> wanted() {
        return client.metadata().has("token_endpoint_auth_method")
                ? List.of(client.metadata().tokenEndpointAuthMethod())
                : BY_STRENGTH;
    }

    /** Servers that list nothing take secrets by the rules, and public clients by custom. */
    private boolean isAccepted(ClientAuthenticationMethod method) {
        boolean isPublic = client.clientSecret() == null && method.equals(ClientAuthenticationMethod.NONE);
        return server.tokenEndpointAuthMethods().contains(method)
                || (isPublic && !server.has("token_endpoint_auth_methods_supported"));
    }

    private Optional<ClientAuthentication> usable(
            ClientAuthenticationMethod method, @Nullable SigningKey key, @Nullable Secret secret) {
        if (method.equals(ClientAuthenticationMethod.NONE)) {
            return Optional.of(new ClientAuthentication.None());
        }
        if (method.equals(ClientAuthenticationMethod.PRIVATE_KEY_JWT)) {
            return Optional.ofNullable(key)
                    .flatMap(algorithms::fitting)
                    .map(it -> new ClientAuthentication.PrivateKeyJwt(it, AssertionOptions.DEFAULT));
        }
        boolean selfSigned = method.equals(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
        if (selfSigned || method.equals(ClientAuthenticationMethod.TLS_CLIENT_AUTH)) {
            return hasCertificate ? Optional.of(new ClientAuthentication.TlsClient(selfSigned)) : Optional.empty();
        }
        return Optional.ofNullable(secret).flatMap(it -> withSecret(method, it));
    }

    private Optional<ClientAuthentication> withSecret(ClientAuthenticationMethod method, Secret secret) {
        if (method.equals(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)) {
            return Optional.of(new ClientAuthentication.ClientSecretBasic(secret));
        }
        if (method.equals(ClientAuthenticationMethod.CLIENT_SECRET_POST)) {
            return Optional.of(new ClientAuthentication.ClientSecretPost(secret));
        }
        if (method.equals(ClientAuthenticationMethod.CLIENT_SECRET_JWT)) {
            return algorithms
                    .fitting(secret)
                    .map(name -> new ClientAuthentication.ClientSecretJwt(secret, name, AssertionOptions.DEFAULT));
        }
        return Optional.empty();
    }

    private static ResponseViolationException impossible() {
        return new ResponseViolationException(
                FailureCode.REGISTRATION_IMPOSSIBLE,
                new Rule("RFC 8414", "2"),
                "no client authentication method fits server and credentials");
    }
}
