package org.mcpoauth.server.authorization.ready;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.RandomIds;

/**
 * An authorization code as it is sent: grant id, a dot and 256 random bits. Refresh tokens have other
 * parts, so neither can be taken for the other.
 *
 * @param grantId names the grant; no secret
 * @param secret proves that the code is genuine
 */
record CodeText(String grantId, Secret secret) {
    private static final int GRANT_ID = GrantIds.LENGTH;
    private static final int LENGTH = GRANT_ID + 1 + 43;

    static CodeText next(RandomIds random) {
        return new CodeText(GrantIds.next(random), Secret.of(random.next()));
    }

    static Optional<CodeText> parse(Secret code) {
        String text = code.reveal();
        return text.length() == LENGTH && text.indexOf('.') == GRANT_ID
                ? Optional.of(new CodeText(text.substring(0, GRANT_ID), Secret.of(text.substring(GRANT_ID + 1))))
                : Optional.empty();
    }

    Secret toSecret() {
        return Secret.of(grantId + "." + secret.reveal());
    }
}
