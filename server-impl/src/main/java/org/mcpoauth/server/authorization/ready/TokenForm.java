package org.mcpoauth.server.authorization.ready;

import jakarta.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwtClaims;

/** How the claims of an access token become a text, and come back. Both forms say the same. */
interface TokenForm {

    /** The text that stands for some claims. */
    Secret write(JsonObject claims, Duration lifetime);

    /** Forgets a text that nobody was given. */
    void forget(Secret token);

    /**
     * What a genuine text of this form stands for.
     *
     * @return the claims, {@code null} if the text is not ours
     * @throws MalformedException if it cannot be ours
     */
    @Nullable
    JwtClaims read(Secret token) throws MalformedException;
}
