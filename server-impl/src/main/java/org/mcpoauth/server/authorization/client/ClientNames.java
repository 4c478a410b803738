package org.mcpoauth.server.authorization.client;

import java.util.stream.Stream;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.LanguageTagged;

/** Judges the names of a client, which people are shown when they decide about it (RFC 7591, section 2). */
public final class ClientNames {
    /** The most characters of a name. */
    public static final int MAX_LENGTH = 256;

    private ClientNames() {}

    /**
     * Whether all names are one line that is not too long, in every language.
     *
     * @param metadata what a client says about itself
     * @return {@code true} if they are, or if there is none
     */
    public static boolean areShowable(ClientMetadata metadata) {
        LanguageTagged<String> names = metadata.clientNameByLanguage();
        return Stream.concat(names.byLanguage().values().stream(), metadata.clientName().stream())
                .allMatch(ClientNames::isShowable);
    }

    private static boolean isShowable(String name) {
        return name.length() <= MAX_LENGTH && name.chars().noneMatch(Character::isISOControl);
    }
}
