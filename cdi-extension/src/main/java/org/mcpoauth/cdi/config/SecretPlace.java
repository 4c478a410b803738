package org.mcpoauth.cdi.config;

import java.util.function.Function;
import org.mcpoauth.cdi.config.Settings.Found;
import org.mcpoauth.spi.Changing;

/**
 * Where the configuration says that a secret is.
 *
 * @param key the full name of the key
 * @param kind what its text is
 * @param text the secret itself, the name of a file, or an alias
 */
record SecretPlace(String key, Kind kind, String text) {
    /** What the text of a key is. */
    private enum Kind {
        VALUE,
        FILE,
        ALIAS
    }

    static SecretPlace value(Found found) {
        return new SecretPlace(found.key(), Kind.VALUE, found.text());
    }

    static SecretPlace file(Found found) {
        return new SecretPlace(found.key(), Kind.FILE, found.text());
    }

    static SecretPlace alias(Found found) {
        return new SecretPlace(found.key(), Kind.ALIAS, found.text());
    }

    /**
     * What the secret says, now and later.
     *
     * @param parser understands its text
     * @param credentials knows what aliases stand for, and when to look again
     * @throws IllegalArgumentException if there is no secret, or the parser refuses it
     */
    <T> Changing<T> open(Function<String, T> parser, Credentials credentials) {
        return switch (kind) {
            case VALUE -> Changing.of(parser.apply(text));
            case FILE -> new ConfiguredFile(key, credentials.clock()).open(text, parser);
            case ALIAS -> new ConfiguredAlias(key, credentials, credentials.clock()).open(text, parser);
        };
    }

    /** The text may be a secret. */
    @Override
    public String toString() {
        return key;
    }
}
