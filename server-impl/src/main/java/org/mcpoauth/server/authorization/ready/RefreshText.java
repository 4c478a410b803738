package org.mcpoauth.server.authorization.ready;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;

/**
 * A refresh token as it is sent: grant id, generation, a secret of the whole family and one of this
 * generation. The family's secret shows that a used token was genuine without keeping a digest of every
 * generation: who does not hold it cannot end a family by guessing.
 *
 * @param grantId names the grant; no secret
 * @param generation which token of the family this is, from 1
 * @param family proves that the token is of this family
 * @param current proves that it is of this generation
 */
record RefreshText(String grantId, int generation, Secret family, Secret current) {
    private static final int PARTS = 4;
    private static final int MAX_LENGTH = 160;
    private static final int MAX_DIGITS = 9;

    /**
     * A token of a family. Its own secret is worked out from the secret of the family, which only tokens hold, and from
     * the seed, which only the store holds: it can be repeated, and neither a used token nor a look into the store
     * tells it.
     *
     * @param seed of the family
     */
    static RefreshText of(String grantId, int generation, Secret family, Secret seed) {
        byte[] input = (generation + "." + family.reveal()).getBytes(StandardCharsets.US_ASCII);
        return new RefreshText(
                grantId, generation, family, Secret.of(Base64Url.encode(HmacAlgorithm.HS256.mac(seed, input))));
    }

    static Optional<RefreshText> parse(Secret token) {
        String text = token.reveal();
        String[] parts = text.length() > MAX_LENGTH ? new String[0] : text.split("\\.", -1);
        boolean isWhole = parts.length == PARTS
                && parts[0].length() == GrantIds.LENGTH
                && isNumber(parts[1])
                && !parts[2].isEmpty()
                && !parts[3].isEmpty();
        return isWhole
                ? Optional.of(
                        new RefreshText(parts[0], Integer.parseInt(parts[1]), Secret.of(parts[2]), Secret.of(parts[3])))
                : Optional.empty();
    }

    Secret toSecret() {
        return Secret.of(grantId + "." + generation + "." + family.reveal() + "." + current.reveal());
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
