package org.mcpoauth.server.authorization.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.server.authorization.client.DerivedSecrets;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.RegistrationPolicy;

/** RFC 7592, section 2.2: an update is how a client gets another secret. */
class ClientSecretsTest {
    private static final Secret OLD = Secret.of("a key of the server, long enough for it");
    private static final Secret NEW = Secret.of("another key of the server, as long as that");
    private static final Secret TOKEN = Secret.of("token");
    private static final ClientMetadata BY_ASSERTION = metadata(ClientAuthenticationMethod.CLIENT_SECRET_JWT);
    private static final ClientMetadata BY_FORM = metadata(ClientAuthenticationMethod.CLIENT_SECRET_POST);

    private static ClientMetadata metadata(ClientAuthenticationMethod method) {
        return ClientMetadata.builder().tokenEndpointAuthMethod(method).build();
    }

    private static ClientSecrets secrets(Secret... keys) {
        return new ClientSecrets(
                DynamicRegistration.OPEN,
                new DerivedSecrets(Changing.of(List.of(keys))),
                () -> Instant.ofEpochSecond(1_800_000_000));
    }

    @Test
    void aDerivedSecretIsRenewedWhenAnotherKeyMakesThem() {
        IssuedClient registered = secrets(OLD).register(BY_ASSERTION);
        IssuedClient updated = secrets(NEW, OLD).update(registered.client(), BY_ASSERTION, TOKEN);
        Secret renewed = Objects.requireNonNull(updated.secret());

        assertNotEquals(Objects.requireNonNull(registered.secret()), renewed);
        assertTrue(Objects.requireNonNull(updated.client().secretHash()).matches(renewed));
        assertNull(
                secrets(NEW, OLD).update(updated.client(), BY_ASSERTION, TOKEN).secret(), "and then stays");
    }

    @Test
    void aDerivedSecretStaysAsLongAsItsKeyMakesThem() {
        IssuedClient registered = secrets(OLD, NEW).register(BY_ASSERTION);
        IssuedClient updated = secrets(OLD).update(registered.client(), BY_ASSERTION, TOKEN);

        assertNull(updated.secret());
        assertEquals(registered.client(), updated.client());
    }

    /** OpenID Connect Core, section 9: assertions are checked with the derived secret, so no other one works. */
    @Test
    void aPolicyIsNotAskedForASecretThatIsDerived() {
        RegistrationPolicy policy = new RegistrationPolicy() {
            @Override
            public Optional<Secret> clientSecret(ClientMetadata metadata) {
                return Optional.of(Secret.of("of the policy"));
            }
        };
        ClientSecrets secrets = new ClientSecrets(
                DynamicRegistration.OPEN.withPolicy(policy),
                new DerivedSecrets(Changing.of(List.of(OLD))),
                () -> Instant.ofEpochSecond(1_800_000_000));

        assertEquals(86, revealed(secrets.register(BY_ASSERTION)).length());
        assertEquals("of the policy", revealed(secrets.register(BY_FORM)));
    }

    private static String revealed(IssuedClient client) {
        return Objects.requireNonNull(client.secret()).reveal();
    }

    @Test
    void anotherMethodNeedsAnotherKindOfSecret() {
        IssuedClient registered = secrets(OLD).register(BY_FORM);
        IssuedClient updated = secrets(OLD).update(registered.client(), BY_ASSERTION, TOKEN);

        assertEquals(86, Objects.requireNonNull(updated.secret()).reveal().length());
        assertFalse(Objects.requireNonNull(updated.client().secretHash())
                .matches(Objects.requireNonNull(registered.secret())));
    }
}
