package org.mcpoauth.server.authorization.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.mcpoauth.server.authorization.endpoint.AuthorizationHeader;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.Parameters;

/** Which client a request says it comes from, before anything is proved. */
public final class ClaimedClient {
    private ClaimedClient() {}

    /**
     * The identifier in the credentials, else that in form or query.
     *
     * @param request the request
     * @return the identifier, an empty text if there is none or it cannot be read
     */
    public static String of(EndpointRequest request) {
        try {
            Optional<String> basic = AuthorizationHeader.basic(request);
            if (basic.isPresent()) {
                return BasicCredentials.parse(basic.get()).clientId();
            }
            String form = new String(request.body(), StandardCharsets.ISO_8859_1);
            String text =
                    form.isEmpty() ? Optional.ofNullable(request.rawQuery()).orElse("") : form;
            return Parameters.parse(text).find("client_id").orElse("");
        } catch (MalformedException | IllegalArgumentException e) {
            return "";
        }
    }
}
