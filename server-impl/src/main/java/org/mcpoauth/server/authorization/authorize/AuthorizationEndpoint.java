package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.authorize.LoginSessions.Session;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * The authorization endpoint (RFC 6749, section 3.1). Until client and redirect URI are known to belong
 * together every error is a page; afterwards every error goes to the client (section 4.1.2.1).
 */
final class AuthorizationEndpoint implements EndpointHandler {
    private static final int MAX_TEXT = 16 << 10;

    private final ClientDirectory clients;
    private final RedirectUris redirectUris;
    private final AuthorizationRequestReader reader;
    private final BrowserCookie cookies;
    private final LoginSessions sessions;
    private final AuthorizationFlow flow;
    private final RandomIds random;

    AuthorizationEndpoint(
            ClientDirectory clients,
            RedirectUris redirectUris,
            AuthorizationRequestReader reader,
            BrowserCookie cookies,
            LoginSessions sessions,
            AuthorizationFlow flow,
            RandomIds random) {
        this.clients = clients;
        this.redirectUris = redirectUris;
        this.reader = reader;
        this.cookies = cookies;
        this.sessions = sessions;
        this.flow = flow;
        this.random = random;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters parameters = parameters(request);
        Client client = parameters
                .find("client_id")
                .flatMap(clients::find)
                .orElseThrow(() -> new PageException(Problem.UNKNOWN_CLIENT));
        URI redirectUri = redirectUri(client, parameters);
        try {
            return proceed(request, client, parameters, reader.read(client, redirectUri, parameters));
        } catch (EndpointException e) {
            ClientCallback callback =
                    flow.callback(redirectUri, parameters.find("state").orElse(null));
            String location = flow.refusal(callback, e.error(), e.description().orElse(null));
            return AuthorizationFlow.redirect(isForm(request), location, new ResponseHeaders());
        }
    }

    private EndpointResponse proceed(
            EndpointRequest request, Client client, Parameters parameters, AuthorizationParameters trusted) {
        Optional<String> cookie = cookies.read(request.headers());
        boolean mustLogIn = parameters.find("prompt").filter("login"::equals).isPresent();
        Optional<ResourceOwner> owner =
                mustLogIn ? Optional.empty() : cookie.flatMap(sessions::find).map(Session::owner);
        String browser = cookie.orElseGet(random::next);
        ResponseHeaders headers = new ResponseHeaders();
        if (cookie.isEmpty()) {
            headers.set("Set-Cookie", cookies.header(browser));
        }
        return flow.proceed(new Visit(client, trusted, browser, owner.orElse(null), isForm(request), headers));
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

    /** The one that is named, or the only one there is (RFC 6749, section 3.1.2.3). */
    private URI redirectUri(Client client, Parameters parameters) {
        List<URI> registered = client.metadata().redirectUris();
        Optional<URI> redirectUri = parameters.has("redirect_uri")
                ? parameters.find("redirect_uri").flatMap(named -> redirectUris.match(registered, named))
                : registered.stream().findFirst().filter(only -> registered.size() == 1);
        return redirectUri.orElseThrow(() -> new PageException(Problem.REDIRECT_URI));
    }

    private static boolean isForm(EndpointRequest request) {
        return "POST".equals(request.method());
    }
}
