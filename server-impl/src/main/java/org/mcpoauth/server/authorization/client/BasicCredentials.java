package org.mcpoauth.server.authorization.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.endpoint.FormText;

/**
 * HTTP Basic credentials of a client; both parts are form-encoded inside (RFC 6749, section 2.3.1).
 *
 * @param clientId the identifier
 * @param secret the secret
 */
record BasicCredentials(String clientId, Secret secret) {

    static BasicCredentials parse(String credentials) throws MalformedException {
        String text = decode(credentials);
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new MalformedException(Fault.SYNTAX, "no client identifier or no secret");
        }
        String clientId = FormText.decode(text.substring(0, colon));
        String secret = FormText.decode(text.substring(colon + 1));
        return new BasicCredentials(clientId, Secret.of(secret));
    }

    private static String decode(String credentials) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64Url.decodeStandard(credentials)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException(Fault.SYNTAX, "not UTF-8");
        }
    }
}
