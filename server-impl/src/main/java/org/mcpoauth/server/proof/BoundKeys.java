package org.mcpoauth.server.proof;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;

/** Reads {@code cnf} (RFC 7800, section 3.1). A method that cannot be proved here makes it unusable. */
final class BoundKeys {
    private static final String KEY = "jkt";
    private static final String CERTIFICATE = "x5t#S256";
    private static final Set<String> PROVABLE = Set.of(KEY, CERTIFICATE);
    private static final int THUMBPRINT_LENGTH = 32;

    private BoundKeys() {}

    /** The keys that must be proved, all of them. */
    static Confirmation read(JsonValue cnf) throws MalformedException {
        if (!(cnf instanceof JsonObject members) || members.isEmpty()) {
            throw new MalformedException(Fault.CLAIM, "cnf is no object or empty");
        }
        if (!PROVABLE.containsAll(members.keySet())) {
            throw new MalformedException(Fault.CLAIM, "cnf has a method that is not supported");
        }
        JwtClaims methods = new JwtClaims(members);
        return new Confirmation(thumbprint(methods, KEY), thumbprint(methods, CERTIFICATE));
    }

    private static @Nullable String thumbprint(JwtClaims methods, String name) throws MalformedException {
        String thumbprint = methods.text(name);
        if (thumbprint != null && Base64Url.decode(thumbprint).length != THUMBPRINT_LENGTH) {
            throw new MalformedException(Fault.CLAIM, "cnf has a thumbprint of a wrong length");
        }
        return thumbprint;
    }
}
