package org.mcpoauth.cdi.config;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.changing.Origin;
import org.mcpoauth.spi.support.changing.Renewed;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Reads what is behind an alias that a key names. Messages never hold it.
 *
 * @param key the full name of the key, for the log
 * @param credentials knows the secret
 * @param clock says when to ask again
 */
record ConfiguredAlias(String key, Credentials credentials, InstantSource clock) {
    /** The time between two questions to a credential store, which may be far away. */
    static final Duration PACE = Duration.ofSeconds(30);

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");
    private static final int MAX_TEXT = 65_536;

    /**
     * What is behind an alias, now and later. A later secret that cannot be used, and a store that fails later, are told
     * in the log and change nothing.
     *
     * @param alias the alias
     * @param parser understands the text of the secret, without the white space around it
     * @throws IllegalArgumentException if the alias cannot be used now, with what to do
     */
    <T> Changing<T> open(String alias, Function<String, T> parser) {
        try {
            return Renewed.of(new AliasOrigin<>(credentials, alias, parser), key, PACE, clock);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (StorageException | IOException e) {
            LOG.log(Level.WARNING, "MCPO4650 the credential store cannot be asked for " + key, e);
            throw new IllegalArgumentException("cannot be looked up: the credential store fails", e);
        }
    }

    /** What is understood again only when it is another secret. */
    private static final class AliasOrigin<T> implements Origin<T> {
        private final Credentials credentials;
        private final String alias;
        private final Function<String, T> parser;
        private volatile @Nullable Content<T> known;

        AliasOrigin(Credentials credentials, String alias, Function<String, T> parser) {
            this.credentials = credentials;
            this.alias = alias;
            this.parser = parser;
        }

        @Override
        public T read() throws MalformedException {
            Optional<Secret> secret = credentials.find(alias);
            Content<T> content = known;
            if (content == null || !content.secret().equals(secret)) {
                content = content(secret);
                known = content;
            }
            return content.value();
        }

        private Content<T> content(Optional<Secret> secret) {
            try {
                return new Content<>(secret, ConfiguredFile.parse(text(secret), parser), null);
            } catch (MalformedException e) {
                return new Content<>(secret, null, e);
            }
        }

        private static String text(Optional<Secret> secret) throws MalformedException {
            String text = secret.map(Secret::reveal)
                    .map(String::strip)
                    .orElseThrow(() -> malformed("is no alias that the credential store knows"));
            if (text.isEmpty() || text.length() > MAX_TEXT) {
                throw malformed("is the alias of a secret that is empty or longer than " + MAX_TEXT);
            }
            return text;
        }

        private static MalformedException malformed(String message) {
            return new MalformedException(Fault.SYNTAX, message);
        }
    }

    /** Exactly one of value and failure. */
    private record Content<T>(
            Optional<Secret> secret,
            @Nullable T read,
            @Nullable MalformedException failure) {
        T value() throws MalformedException {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(read);
        }
    }
}
