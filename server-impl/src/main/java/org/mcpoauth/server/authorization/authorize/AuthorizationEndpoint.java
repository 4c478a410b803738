package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.server.authorization.client.RequestedClients;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * The authorization endpoint (RFC 6749, section 3.1). Until client and redirect URI are known to belong
 * together every error is a page; afterwards every error goes to the client (section 4.1.2.1).
 * A request that was pushed is trusted as a whole (RFC 9126, section 4).
 */
final class AuthorizationEndpoint implements EndpointHandler {
    /** The longest query or form, in bytes. */
    static final int MAX_TEXT = 16 << 10;

    private final RequestedClients clients;
    private final RedirectUris redirectUris;
    private final AuthorizationRequestReader reader;
    private final PushedRequests pushed;
    private final BrowserCookie cookies;
    private final Owners owners;
    private final AuthorizationFlow flow;
    private final Refusals refusals;
    private final InstantSource clock;

    AuthorizationEndpoint(
            RequestedClients clients,
            RedirectUris redirectUris,
            AuthorizationRequestReader reader,
            PushedRequests pushed,
            BrowserCookie cookies,
            Owners owners,
            AuthorizationFlow flow,
            Refusals refusals,
            InstantSource clock) {
        this.clients = clients;
        this.redirectUris = redirectUris;
        this.reader = reader;
        this.pushed = pushed;
        this.cookies = cookies;
        this.owners = owners;
        this.flow = flow;
        this.refusals = refusals;
        this.clock = clock;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters parameters = parameters(request);
        Client client = parameters
                .find("client_id")
                .flatMap(clientId -> clients.find(request, clientId))
                .orElseThrow(() -> new PageException(Problem.UNKNOWN_CLIENT));
        return pushed.areOffered() && parameters.has("request_uri")
                ? proceedWithPushed(request, client, parameters)
                : proceedWithPlain(request, client, parameters);
    }

    /** Whatever else the browser brings does not count (RFC 9126, section 4; RFC 9101, section 5). */
    private EndpointResponse proceedWithPushed(EndpointRequest request, Client client, Parameters parameters) {
        AuthorizationParameters trusted = parameters
                .find("request_uri")
                .flatMap(requestUri -> pushed.take(client, requestUri))
                .orElseThrow(() -> new PageException(Problem.REQUEST_URI));
        return proceed(request, client, trusted, true);
    }

    private EndpointResponse proceedWithPlain(EndpointRequest request, Client client, Parameters parameters) {
        URI redirectUri =
                redirectUris.requested(client, parameters).orElseThrow(() -> new PageException(Problem.REDIRECT_URI));
        try {
            if (pushed.areRequiredOf(client)) {
                throw EndpointException.authorize(ErrorCode.INVALID_REQUEST, "the request must be pushed");
            }
            AuthorizationParameters trusted = reader.read(client, redirectUri, parameters);
            return proceed(request, client, trusted, isForm(request));
        } catch (EndpointException e) {
            String state = parameters
                    .find("state")
                    .filter(AuthorizationRequestReader::isState)
                    .orElse(null);
            Refusal refusal = Refusal.of(client, redirectUri, state, e);
            return refusals.answer(refusal, request, isForm(request), new ResponseHeaders());
        }
    }

    /** The client is told what fails from here on, a session that cannot be looked up included. */
    private EndpointResponse proceed(
            EndpointRequest request, Client client, AuthorizationParameters trusted, boolean isOnce) {
        ResponseHeaders headers = new ResponseHeaders();
        Visit stranger = Visit.of(client, trusted, clock.instant(), isOnce, request, headers);
        try {
            Arrival arrival = owners.arrival(request, stranger.demandedLogin());
            arrival.tell(cookies, headers);
            return flow.proceed(stranger.of(arrival));
        } catch (StorageException e) {
            return flow.unavailable(stranger, e);
        }
    }

    private static Parameters parameters(EndpointRequest request) {
        String text = isForm(request)
                ? new String(request.body(), StandardCharsets.ISO_8859_1)
                : Optional.ofNullable(request.rawQuery()).orElse("");
        boolean isReadable = text.length() <= MAX_TEXT
                && (!isForm(request)
                        || FormRequest.hasMediaType(request.headers(), "application/x-www-form-urlencoded"));
        try {
            return isReadable ? Parameters.parse(text) : unreadable();
        } catch (MalformedException e) {
            return unreadable();
        }
    }

    private static Parameters unreadable() {
        throw new PageException(Problem.MALFORMED);
    }

    private static boolean isForm(EndpointRequest request) {
        return "POST".equals(request.method());
    }
}
