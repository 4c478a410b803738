package org.mcpoauth.spi.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/**
 * Where the keys come from that an authorization server signs with. Immutable.
 *
 * <p>Of several keys one signs and all verify. Keys that operators supply are changed in three rounds over all nodes:
 * the new key is put behind the old one, some minutes later before it, and the old one goes when the longest token it
 * signed is over. Files are read anew when they change; a file that cannot be used changes nothing and is told in the
 * log once.
 */
public sealed interface SigningKeyOrigin {

    /**
     * The text of the configuration.
     *
     * @param keys at most 16 PEM blocks {@code PRIVATE KEY} and {@code PUBLIC KEY} (RFC 7468), a JWK or a JWK Set (RFC
     *     7517); the first key is a private one and signs. They may be exchanged
     */
    record Text(Changing<Secret> keys) implements SigningKeyOrigin {
        /** Checks that nothing is missing. */
        public Text {
            Objects.requireNonNull(keys, "keys");
        }

        /**
         * Keys that stay.
         *
         * @param keys the text
         */
        public Text(Secret keys) {
            this(Changing.of(keys));
        }
    }

    /**
     * A file with such a text, of 64 KiB at most.
     *
     * @param file the file
     */
    record KeyFile(Path file) implements SigningKeyOrigin {
        /** Checks that nothing is missing. */
        public KeyFile {
            Objects.requireNonNull(file, "file");
        }
    }

    /**
     * A PKCS#12 store (RFC 7292).
     *
     * @param file the store
     * @param password opens store and keys; may be exchanged together with the store
     * @param alias the key that signs, {@code null} for the only one
     */
    record KeyStoreFile(
            Path file, Changing<Secret> password, @Nullable String alias) implements SigningKeyOrigin {
        /** Checks that nothing is missing. */
        public KeyStoreFile {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(password, "password");
        }

        /**
         * A store whose password stays.
         *
         * @param file the store
         * @param password opens store and keys
         * @param alias the key that signs, {@code null} for the only one
         */
        public KeyStoreFile(Path file, Secret password, @Nullable String alias) {
            this(file, Changing.of(password), alias);
        }
    }

    /**
     * Keys that the server makes. An encrypted state store keeps them, so that all nodes share them: each is published
     * before it is used, a quarter of its time but a day at most, and verifies until the longest token it signed is
     * over. Without such a store one key lives as long as the process, which is for development.
     *
     * @param rotation how long a key signs, one hour or longer
     */
    record Generated(Duration rotation) implements SigningKeyOrigin {
        private static final Duration SHORTEST = Duration.ofHours(1);

        /** Keys of 90 days. */
        public static final Generated DEFAULT = new Generated(Duration.ofDays(90));

        /**
         * Checks the component.
         *
         * @throws ConfigurationException if it is too short
         */
        public Generated {
            if (rotation.compareTo(SHORTEST) < 0) {
                throw new ConfigurationException("key-rotation", "is one hour or longer");
            }
        }
    }
}
