package org.mcpoauth.client.web;

import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.client.call.ResourceClient;
import org.mcpoauth.client.web.Visits.Visit;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * Takes the answer that a browser brings back (RFC 6749, section 4.1.2), once, from the browser and the user that
 * went for it. The answer itself is judged by the client, the issuer included (RFC 9207, section 2.4).
 */
final class CallbackEndpoint implements EndpointHandler {
    private final List<ResourceClient> clients;
    private final Browsers browsers;
    private final Visits visits;
    private final Renewal renewal;

    /**
     * Serves a path.
     *
     * @param clients those whose redirect URI has it; the state tells them apart
     * @param browsers knows browsers
     * @param visits what waits
     */
    CallbackEndpoint(List<ResourceClient> clients, Browsers browsers, Visits visits) {
        this.clients = clients;
        this.browsers = browsers;
        this.visits = visits;
        this.renewal = new Renewal(browsers, Notice.REFUSED);
    }

    /** A login that is over, and whose it was. */
    private record Return(ResourceClient client, Principal user, Visit visit) {}

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters parameters = BrowserRequests.navigation(request);
        String state = parameters.find("state").orElseThrow(() -> new WebRefusal(Notice.MALFORMED));
        BrowserSession browser = browsers.known(request.headers()).orElseThrow(CallbackEndpoint::outOfDate);
        Return back = clients.stream()
                .flatMap(client -> taken(client, request, browser, state).stream())
                .findFirst()
                .orElseThrow(CallbackEndpoint::outOfDate);
        return renewal.answer(browser, back.user(), request, theSame -> completed(back, theSame));
    }

    private static EndpointResponse completed(Return back, EndpointRequest request) {
        back.client().as(back.user()).completeAuthorization(answer(back.client(), request));
        return Optional.ofNullable(back.visit().returnPath())
                .or(() ->
                        Optional.ofNullable(back.client().configuration().web().successPath()))
                .map(path -> Answers.seeOther(WebPaths.absolute(back.client(), path), Answers.headers()))
                .orElseGet(() -> Answers.page(Notice.LOGGED_IN));
    }

    /** What waits for this client alone, for the user of this client. */
    private Optional<Return> taken(
            ResourceClient client, EndpointRequest request, BrowserSession browser, String state) {
        return Browsers.user(client, request, browser)
                .flatMap(user -> visits.take(user, client.name(), browser.id(), state)
                        .map(visit -> new Return(client, user, visit)));
    }

    /** The URL as the browser was given it, whatever a proxy has made of it. */
    private static URI answer(ResourceClient client, EndpointRequest request) {
        String registered = WebPaths.redirectUri(client).toString();
        int query = registered.indexOf('?');
        return URI.create((query < 0 ? registered : registered.substring(0, query)) + "?" + request.rawQuery());
    }

    private static WebRefusal outOfDate() {
        return new WebRefusal(Notice.OUT_OF_DATE);
    }
}
