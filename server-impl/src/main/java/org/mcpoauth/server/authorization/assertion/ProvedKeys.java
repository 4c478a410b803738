package org.mcpoauth.server.authorization.assertion;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;

/**
 * The {@code cnf} of what is presented (RFC 7800, section 3): only who holds its keys may present it. A member that
 * cannot be checked here counts as not proved.
 */
public final class ProvedKeys {
    private ProvedKeys() {}

    /**
     * Requires that each key was proved in the same request.
     *
     * @param claims what is presented
     * @param proved the keys the client proved to hold, {@code null} for none
     * @throws MalformedException if one was not
     */
    public static void require(JwtClaims claims, @Nullable Confirmation proved) throws MalformedException {
        JwtClaims bound = claims.object("cnf");
        if (bound == null) {
            return;
        }
        for (Map.Entry<String, ?> member : bound.members().entrySet()) {
            if (!bound.requiredText(member.getKey()).equals(proved(member.getKey(), proved))) {
                throw new MalformedException(Fault.KEY, "possession of its key is not proved");
            }
        }
    }

    /**
     * The same for an access token of this server.
     *
     * @param bound the keys it is bound to, {@code null} for none
     * @param proved the keys the client proved to hold, {@code null} for none
     * @throws MalformedException if one was not
     */
    public static void require(@Nullable Confirmation bound, @Nullable Confirmation proved) throws MalformedException {
        if (bound == null) {
            return;
        }
        boolean isProved = isProved(bound.jwkThumbprint(), proved("jkt", proved))
                && isProved(bound.certificateThumbprint(), proved("x5t#S256", proved));
        if (!isProved) {
            throw new MalformedException(Fault.KEY, "possession of its key is not proved");
        }
    }

    private static boolean isProved(@Nullable String bound, @Nullable String proved) {
        return bound == null || bound.equals(proved);
    }

    private static @Nullable String proved(String member, @Nullable Confirmation proved) {
        if (proved == null) {
            return null;
        }
        return switch (member) {
            case "jkt" -> proved.jwkThumbprint();
            case "x5t#S256" -> proved.certificateThumbprint();
            default -> null;
        };
    }
}
