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
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * Chooses how a client authenticates: the method it is registered for if the server takes it, else the
 * strongest one that server and credentials allow (RFC 8414, section 2; RFC 7591, section 2).
 */
final class AuthenticationChoice {
    private static final List<ClientAuthenticationMethod> BY_STRENGTH = List.of(
            ClientAuthenticationMethod.PRIVATE_KEY_JWT,
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.CLIENT_SECRET_JWT,
            ClientAuthenticationMethod.NONE);

    private AuthenticationChoice() {}

    static ClientAuthentication choose(
            AuthorizationServerMetadata server, ClientInformation client, @Nullable SigningKey key, Instant now) {
        return wanted(client).stream()
                .filter(method -> isAccepted(server, client, method))
                .map(method -> usable(method, client, key, now))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(AuthenticationChoice::impossible);
    }

    /** A registered method binds; where the registration names none, every method may be tried. */
    private static List<ClientAuthenticationMethod> wanted(ClientInformation client) {
        return client.metadata().has("token_endpoint_auth_method")
                ? List.of(client.metadata().tokenEndpointAuthMethod())
                : BY_STRENGTH;
    }

    /** Servers that list nothing take secrets by the rules, and public clients by custom. */
    private static boolean isAccepted(
            AuthorizationServerMetadata server, ClientInformation client, ClientAuthenticationMethod method) {
        boolean isPublic = client.clientSecret() == null && method.equals(ClientAuthenticationMethod.NONE);
        return server.tokenEndpointAuthMethods().contains(method)
                || (isPublic && !server.has("token_endpoint_auth_methods_supported"));
    }

    private static Optional<ClientAuthentication> usable(
            ClientAuthenticationMethod method, ClientInformation client, @Nullable SigningKey key, Instant now) {
        Secret secret = client.isSecretExpired(now) ? null : client.clientSecret();
        if (method.equals(ClientAuthenticationMethod.NONE)) {
            return Optional.of(new ClientAuthentication.None());
        }
        if (method.equals(ClientAuthenticationMethod.PRIVATE_KEY_JWT)) {
            return Optional.ofNullable(key)
                    .map(it -> new ClientAuthentication.PrivateKeyJwt(it, AssertionOptions.DEFAULT));
        }
        if (method.equals(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
                || method.equals(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)) {
            return Optional.of(new ClientAuthentication.TlsClient(
                    method.equals(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)));
        }
        return Optional.ofNullable(secret).flatMap(it -> withSecret(method, it, client.metadata()));
    }

    private static Optional<ClientAuthentication> withSecret(
            ClientAuthenticationMethod method, Secret secret, ClientMetadata metadata) {
        if (method.equals(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)) {
            return Optional.of(new ClientAuthentication.ClientSecretBasic(secret));
        }
        if (method.equals(ClientAuthenticationMethod.CLIENT_SECRET_POST)) {
            return Optional.of(new ClientAuthentication.ClientSecretPost(secret));
        }
        if (method.equals(ClientAuthenticationMethod.CLIENT_SECRET_JWT)) {
            String algorithm = metadata.tokenEndpointAuthSigningAlg().orElse("HS256");
            return Optional.of(new ClientAuthentication.ClientSecretJwt(secret, algorithm, AssertionOptions.DEFAULT));
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
