package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.DeviceGrant;
import org.mcpoauth.api.provider.DeviceRequest;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.authorize.LoginSessions.Session;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.device.DeviceState;
import org.mcpoauth.server.authorization.device.Devices;
import org.mcpoauth.server.authorization.device.StoredDevice;
import org.mcpoauth.server.authorization.device.UserCode;
import org.mcpoauth.server.authorization.page.DevicePages;
import org.mcpoauth.server.authorization.page.DevicePages.CodeMessage;
import org.mcpoauth.server.authorization.page.DevicePages.Ending;
import org.mcpoauth.server.authorization.page.LocalizedPages.LoginMessage;
import org.mcpoauth.server.authorization.page.PageForm;
import org.mcpoauth.server.authorization.page.Pages;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Where users enter the code of a device and decide about it (RFC 8628, section 3.3). They log in first, so that
 * wrong codes count against a user and no browser without cookies starts anew: five, until a quarter of an hour has
 * passed without a try (section 5.1). A code in the URL is filled in, and sent by the user (section 3.3.1).
 */
final class DevicePage implements EndpointHandler {
    private static final int MAX_WRONG = 5;
    private static final Duration REST = Duration.ofMinutes(15);
    private static final int ATTEMPTS = 10;

    private final URI uri;
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final ClientDirectory clients;
    private final Devices devices;
    private final PasswordLogin passwords;
    private final LoginSessions sessions;
    private final BrowserCookie cookies;
    private final Tries tries;
    private final Pages pages;
    private final RandomIds random;

    DevicePage(
            URI uri,
            AuthorizationServerProvider<?, ?, ?> provider,
            ClientDirectory clients,
            Devices devices,
            PasswordLogin passwords,
            LoginSessions sessions,
            BrowserCookie cookies,
            StateStore store,
            Pages pages,
            RandomIds random) {
        this.uri = uri;
        this.provider = provider;
        this.clients = clients;
        this.devices = devices;
        this.passwords = passwords;
        this.sessions = sessions;
        this.cookies = cookies;
        this.tries = new Tries(store, "user-code-tries", MAX_WRONG, REST);
        this.pages = pages;
        this.random = random;
    }

    /** A form of a known browser. */
    private record Sent(DevicePages pages, String cookie, Parameters form, EndpointRequest request) {}

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters parameters = PageRequests.parameters(request);
        DevicePages written = pages.in(null, request.headers()).devices();
        Optional<String> cookie = cookies.read(request.headers());
        if (!"POST".equals(request.method())) {
            return open(written, cookie, typedCode(parameters, "user_code"));
        }
        Sent sent = new Sent(written, cookie.orElseThrow(PageRequests::outOfDate), parameters, request);
        return sessions.find(sent.cookie())
                .map(Session::owner)
                .map(owner -> parameters.has("decision") ? decide(sent, owner) : enter(sent, owner))
                .orElseGet(() -> login(sent));
    }

    private EndpointResponse open(DevicePages written, Optional<String> cookie, String code) {
        String browser = cookie.orElseGet(random::next);
        ResponseHeaders headers = new ResponseHeaders();
        if (cookie.isEmpty()) {
            headers.set("Set-Cookie", cookies.header(browser));
        }
        return cookie.flatMap(sessions::find)
                .map(session -> codePage(written, browser, code, CodeMessage.NONE))
                .orElseGet(() -> loginPage(written, browser, code, LoginMessage.NONE, headers));
    }

    private EndpointResponse login(Sent sent) {
        String code = typedCode(sent.form(), "interaction");
        requireGenuine(sent, FormTokens.DEVICE_LOGIN, code);
        PasswordLogin.Outcome outcome = passwords.check(sent.form(), sent.request());
        if (outcome.owner() == null) {
            return loginPage(sent.pages(), sent.cookie(), code, outcome.message(), new ResponseHeaders());
        }
        String cookie = passwords.begin(outcome.owner(), sent.cookie());
        ResponseHeaders headers = new ResponseHeaders().set("Set-Cookie", cookies.header(cookie));
        return AuthorizationFlow.redirect(true, uri + (code.isEmpty() ? "" : "?user_code=" + code), headers);
    }

    private EndpointResponse enter(Sent sent, ResourceOwner owner) {
        requireGenuine(sent, FormTokens.DEVICE_CODE, "");
        if (!tries.mayTry(owner.subject())) {
            return codePage(sent.pages(), sent.cookie(), "", CodeMessage.TOO_MANY);
        }
        Optional<UserCode> code = sent.form().find("user_code").flatMap(UserCode::parse);
        Optional<StoredDevice> device = code.flatMap(devices::find);
        if (code.isEmpty() || device.isEmpty()) {
            return codePage(sent.pages(), sent.cookie(), "", CodeMessage.WRONG);
        }
        tries.takeBack(owner.subject());
        return ask(sent, owner, code.get(), device.get().state());
    }

    private EndpointResponse ask(Sent sent, ResourceOwner owner, UserCode code, DeviceState state) {
        Client client = client(state);
        return grantable(client, owner, state.request())
                .map(grantable -> {
                    PageForm form = form(sent.cookie(), FormTokens.DEVICE_CONSENT + grantable, code.text());
                    DeviceRequest shown =
                            new DeviceRequest(grantable, state.request().resources());
                    return sent.pages().consent(form, client, shown, owner.subject());
                })
                .orElseGet(() -> refuse(sent, code));
    }

    private EndpointResponse refuse(Sent sent, UserCode code) {
        replace(code, DeviceState::denied);
        return sent.pages().ending(Ending.REFUSED);
    }

    /**
     * The token of the form shows that the user was asked for these very scopes. A user can make it for any code, so that
     * what is no right form counts as a wrong code (RFC 8628, section 5.1).
     */
    private EndpointResponse decide(Sent sent, ResourceOwner owner) {
        UserCode code = sent.form().find("interaction").flatMap(UserCode::parse).orElseThrow(PageRequests::outOfDate);
        if (!tries.mayTry(owner.subject())) {
            return codePage(sent.pages(), sent.cookie(), "", CodeMessage.TOO_MANY);
        }
        DeviceState state =
                devices.find(code).orElseThrow(PageRequests::outOfDate).state();
        Scopes grantable = grantable(client(state), owner, state.request()).orElseThrow(PageRequests::outOfDate);
        requireGenuine(sent, FormTokens.DEVICE_CONSENT + grantable, code.text());
        tries.takeBack(owner.subject());
        return decided(sent, code, owner, state, grantable);
    }

    private EndpointResponse decided(
            Sent sent, UserCode code, ResourceOwner owner, DeviceState state, Scopes grantable) {
        String decision = sent.form().find("decision").orElse("");
        if (decision.equals("approve")) {
            DeviceGrant grant =
                    new DeviceGrant(owner, grantable, state.request().resources());
            replace(code, pending -> pending.approved(grant));
            return sent.pages().ending(Ending.APPROVED);
        }
        if (!decision.equals("deny")) {
            throw new PageException(Problem.MALFORMED);
        }
        replace(code, DeviceState::denied);
        return sent.pages().ending(Ending.DENIED);
    }

    /** Changes a device that waits; it may ask while that happens. */
    private void replace(UserCode code, UnaryOperator<DeviceState> change) {
        for (int i = 0; i < ATTEMPTS; i++) {
            StoredDevice device = devices.find(code).orElseThrow(PageRequests::outOfDate);
            if (devices.replace(device, change.apply(device.state()))) {
                return;
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a device asks too fast to be decided about", null);
    }

    private Client client(DeviceState state) {
        return clients.find(state.clientId()).orElseThrow(() -> new PageException(Problem.UNKNOWN_CLIENT));
    }

    /** Empty if the provider denies the request, or leaves nothing of what was asked for. */
    private Optional<Scopes> grantable(Client client, ResourceOwner owner, DeviceRequest request) {
        Scopes asked = request.scopes();
        return provider.grantableToDevice(client, owner, request)
                .map(asked::intersect)
                .filter(left -> asked.isEmpty() || !left.isEmpty());
    }

    private EndpointResponse loginPage(
            DevicePages written, String cookie, String code, LoginMessage message, ResponseHeaders headers) {
        if (message == LoginMessage.TOO_MANY) {
            headers.set("Retry-After", Long.toString(LoginTries.REST.toSeconds()));
        }
        return written.login(form(cookie, FormTokens.DEVICE_LOGIN, code), message, headers);
    }

    private EndpointResponse codePage(DevicePages written, String cookie, String code, CodeMessage message) {
        ResponseHeaders headers = new ResponseHeaders();
        if (message == CodeMessage.TOO_MANY) {
            headers.set("Retry-After", Long.toString(REST.toSeconds()));
        }
        return written.code(form(cookie, FormTokens.DEVICE_CODE, ""), code, message, headers);
    }

    private PageForm form(String cookie, String page, String interaction) {
        return new PageForm(uri, interaction, FormTokens.of(cookie, page, interaction));
    }

    private static void requireGenuine(Sent sent, String page, String interaction) {
        Optional<String> token = sent.form().find("csrf");
        if (token.isEmpty() || !FormTokens.isGenuine(token.get(), sent.cookie(), page, interaction)) {
            throw PageRequests.outOfDate();
        }
    }

    /** What is no code is not carried on. */
    private static String typedCode(Parameters parameters, String name) {
        return parameters
                .find(name)
                .flatMap(UserCode::parse)
                .map(UserCode::text)
                .orElse("");
    }
}
