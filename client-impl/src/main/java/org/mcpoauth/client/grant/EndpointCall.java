package org.mcpoauth.client.grant;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.http.FetchKind;

/** Posts a form to an endpoint of an authorization server, with client authentication (RFC 6749, section 2.3). */
final class EndpointCall {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Toolkit toolkit;
    private final ClientCredentials credentials;

    EndpointCall(Toolkit toolkit) {
        this.toolkit = toolkit;
        this.credentials = new ClientCredentials(toolkit);
    }

    HttpReply post(URI endpoint, RegisteredClient client, Parameters parameters) {
        Map<String, String> headers = credentials.headers(client);
        byte[] body = withCredentials(parameters, credentials.parameters(client))
                .encode()
                .getBytes(StandardCharsets.US_ASCII);
        return toolkit.http().post(endpoint, headers, FORM, body, FetchKind.TOKEN);
    }

    /** A pushed authorization request names its client already (RFC 9126, section 2.1). */
    private static Parameters withCredentials(Parameters parameters, Parameters credentials) {
        Parameters.Builder form = Parameters.builder().addAll(parameters);
        credentials.all().stream()
                .filter(credential -> parameters.values(credential.name()).isEmpty())
                .forEach(credential -> form.add(credential.name(), credential.value()));
        return form.build();
    }
}
