package org.mcpoauth.server.authorization;

import jakarta.json.JsonObject;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;

/** Looks into a JWT without verifying it. */
public final class Jwt {
    private Jwt() {}

    /** Its header. */
    public static JsonObject header(TestServer server, String token) {
        return part(server, token, 0);
    }

    /** Its claims. */
    public static JsonObject claims(TestServer server, String token) {
        return part(server, token, 1);
    }

    private static JsonObject part(TestServer server, String token, int index) {
        try {
            return server.json.readObject(Base64Url.decode(token.split("\\.", -1)[index]), JsonLimits.TOKEN);
        } catch (MalformedException e) {
            throw new AssertionError("no JWT", e);
        }
    }
}
