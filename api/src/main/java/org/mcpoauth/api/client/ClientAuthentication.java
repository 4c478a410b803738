package org.mcpoauth.api.client;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;

/**
 * How a client authenticates at the endpoints of an authorization server (RFC 6749, section 2.3; OpenID
 * Connect Core, section 9; RFC 8705). Text forms show no secret.
 */
public sealed interface ClientAuthentication {

    /**
     * The registered name of the method.
     *
     * @return the value of {@code token_endpoint_auth_method}
     */
    ClientAuthenticationMethod method();

    /**
     * The same method with other options of its assertions.
     *
     * @param options what an assertion says beyond the identifier
     * @return a new value; this one if the method makes no assertions
     */
    default ClientAuthentication with(AssertionOptions options) {
        if (this instanceof PrivateKeyJwt jwt) {
            return new PrivateKeyJwt(jwt.key(), options);
        }
        return this instanceof ClientSecretJwt jwt ? new ClientSecretJwt(jwt.secret(), jwt.algorithm(), options) : this;
    }

    /** A public client: sends its identifier only (RFC 6749, section 2.1). */
    record None() implements ClientAuthentication {
        @Override
        public ClientAuthenticationMethod method() {
            return ClientAuthenticationMethod.NONE;
        }
    }

    /**
     * Nothing at all, not even an identifier: the assertion that is presented says who calls (RFC 7521,
     * section 4.1; MCP extension "Workload Identity Federation").
     */
    record Omitted() implements ClientAuthentication {
        /** There is no registered name for this; {@code none} comes closest. */
        @Override
        public ClientAuthenticationMethod method() {
            return ClientAuthenticationMethod.NONE;
        }
    }

    /**
     * Identifier and secret in the {@code Authorization} header (RFC 6749, section 2.3.1).
     *
     * @param secret the client secret
     */
    record ClientSecretBasic(Secret secret) implements ClientAuthentication {
        /** Checks that the secret is there. */
        public ClientSecretBasic {
            Objects.requireNonNull(secret, "secret");
        }

        @Override
        public ClientAuthenticationMethod method() {
            return ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
        }
    }

    /**
     * Identifier and secret in the form (RFC 6749, section 2.3.1).
     *
     * @param secret the client secret
     */
    record ClientSecretPost(Secret secret) implements ClientAuthentication {
        /** Checks that the secret is there. */
        public ClientSecretPost {
            Objects.requireNonNull(secret, "secret");
        }

        @Override
        public ClientAuthenticationMethod method() {
            return ClientAuthenticationMethod.CLIENT_SECRET_POST;
        }
    }

    /**
     * An assertion with a MAC made from the client secret (OpenID Connect Core, section 9).
     *
     * @param secret the client secret, at least as long as the hash of the algorithm
     * @param algorithm {@code HS256}, {@code HS384} or {@code HS512}
     * @param assertion what the assertion says beyond the identifier
     */
    record ClientSecretJwt(Secret secret, String algorithm, AssertionOptions assertion)
            implements ClientAuthentication {
        /** Checks that nothing is missing. */
        public ClientSecretJwt {
            Objects.requireNonNull(secret, "secret");
            Objects.requireNonNull(algorithm, "algorithm");
            Objects.requireNonNull(assertion, "assertion");
        }

        @Override
        public ClientAuthenticationMethod method() {
            return ClientAuthenticationMethod.CLIENT_SECRET_JWT;
        }
    }

    /**
     * An assertion signed with a private key (RFC 7523, section 2.2).
     *
     * @param key the key; its public half is known to the authorization server
     * @param assertion what the assertion says beyond the identifier
     */
    record PrivateKeyJwt(SigningKey key, AssertionOptions assertion) implements ClientAuthentication {
        /** Checks that nothing is missing. */
        public PrivateKeyJwt {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(assertion, "assertion");
        }

        @Override
        public ClientAuthenticationMethod method() {
            return ClientAuthenticationMethod.PRIVATE_KEY_JWT;
        }
    }

    /**
     * A TLS client certificate, which the transport presents (RFC 8705, section 2).
     *
     * @param selfSigned whether the certificate itself is registered rather than its subject
     */
    record TlsClient(boolean selfSigned) implements ClientAuthentication {
        @Override
        public ClientAuthenticationMethod method() {
            return selfSigned
                    ? ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH
                    : ClientAuthenticationMethod.TLS_CLIENT_AUTH;
        }
    }

    /**
     * What a client assertion says.
     *
     * @param lifetime how long one assertion lives, at most 5 minutes
     * @param audience the value of {@code aud}, or {@code null} for the issuer of the authorization
     *     server, which is what servers must accept; older ones want the token endpoint
     * @param modifier changes the claims before they are signed
     */
    record AssertionOptions(Duration lifetime, @Nullable String audience, AssertionModifier modifier) {
        private static final Duration MAX_LIFETIME = Duration.ofMinutes(5);

        /** One minute, for the issuer. */
        public static final AssertionOptions DEFAULT = new AssertionOptions(Duration.ofMinutes(1), null);

        /**
         * Options without a modifier.
         *
         * @param lifetime how long one assertion lives, at most 5 minutes
         * @param audience the value of {@code aud}, or {@code null} for the issuer of the authorization server
         * @throws IllegalArgumentException if the lifetime is not positive or above 5 minutes
         */
        public AssertionOptions(Duration lifetime, @Nullable String audience) {
            this(lifetime, audience, AssertionModifier.NONE);
        }

        /**
         * The same with a modifier.
         *
         * @param value changes the claims before they are signed
         * @return new options
         */
        public AssertionOptions with(AssertionModifier value) {
            return new AssertionOptions(lifetime, audience, value);
        }

        /**
         * Checks the lifetime.
         *
         * @throws IllegalArgumentException if the lifetime is not positive or above 5 minutes
         */
        public AssertionOptions {
            Objects.requireNonNull(modifier, "modifier");
            if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(MAX_LIFETIME) > 0) {
                throw new IllegalArgumentException("an assertion lives up to 5 minutes");
            }
        }
    }
}
