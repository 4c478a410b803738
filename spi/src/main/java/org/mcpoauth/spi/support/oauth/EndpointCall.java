package org.mcpoauth.spi.support.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.GuardedHttp;

/** Posts a form to an endpoint of an authorization server, with client authentication (RFC 6749, section 2.3). */
public final class EndpointCall {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final GuardedHttp http;
    private final ClientCredentials credentials;

    /** Calls with one kind of HTTP; assertions are made where the method of the caller wants one. */
    public EndpointCall(GuardedHttp http, ClientAssertions assertions) {
        this.http = http;
        this.credentials = new ClientCredentials(assertions);
    }

    /**
     * Posts a form with the credentials of the caller.
     *
     * @param endpoint where to; a TLS client goes to the alias for it (RFC 8705, section 5)
     * @param kind the limits of the answer and the media types that are asked for
     * @return the answer, whatever its status and content
     * @throws org.mcpoauth.api.error.TransportException as {@link GuardedHttp#send} does
     * @throws org.mcpoauth.api.error.ResponseViolationException as {@link GuardedHttp#send} does
     * @throws org.mcpoauth.api.error.ConfigurationException if the credentials are of no use
     */
    public HttpReply post(URI endpoint, OAuthCaller caller, Parameters parameters, FetchKind kind) {
        return post(endpoint, caller, parameters, Map.of(), kind);
    }

    /**
     * Posts a form with the credentials of the caller and further headers.
     *
     * @param headers headers beside the credentials, such as a proof (RFC 9449, section 5)
     * @see #post(URI, OAuthCaller, Parameters, FetchKind)
     */
    public HttpReply post(
            URI endpoint, OAuthCaller caller, Parameters parameters, Map<String, String> headers, FetchKind kind) {
        // the credentials come last, whatever the case of a name: nothing takes their place
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.putAll(credentials.headers(caller));
        byte[] body = withCredentials(parameters, credentials.parameters(caller))
                .encode()
                .getBytes(StandardCharsets.US_ASCII);
        return http.post(endpoint, all, FORM, body, kind);
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
