package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
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
import org.mcpoauth.server.authorization.limit.TooManyRequestsException;
import org.mcpoauth.server.authorization.page.DevicePages.CodeMessage;
import org.mcpoauth.server.authorization.page.DevicePages.Ending;
import org.mcpoauth.server.authorization.page.PageForm;
import org.mcpoauth.server.authorization.page.Pages;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.store.StateStore;
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
    private final UserLogin users;
    private final BrowserCookie cookies;
    private final Tries tries;
    private final Pages pages;

    DevicePage(
            URI uri,
            AuthorizationServerProvider<?, ?, ?> provider,
            ClientDirectory clients,
            Devices devices,
            UserLogin users,
            BrowserCookie cookies,
            StateStore store,
            InstantSource clock,
            Pages pages) {
        this.uri = uri;
        this.provider = provider;
        this.clients = clients;
        this.devices = devices;
        this.users = users;
        this.cookies = cookies;
        this.tries = new Tries(store, "user-code-tries", MAX_WRONG, REST, clock);
        this.pages = pages;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters parameters = PageRequests.parameters(request);
        return "POST".equals(request.method()) ? answer(request, parameters) : open(request, parameters);
    }

    private EndpointResponse open(EndpointRequest request, Parameters parameters) {
        Arrival arrival = users.owners().arrival(request, DemandedLogin.NONE);
        DeviceVisit visit = visit(request, arrival.cookie(), parameters);
        arrival.tell(cookies, visit.headers());
        String code = visit.code("user_code");
        return arrival.owner().isPresent()
                ? codePage(visit, code, CodeMessage.NONE)
                : users.ofDevices().ask(visit, code);
    }

    private EndpointResponse answer(EndpointRequest request, Parameters form) {
        String cookie = cookies.read(request.headers()).orElseThrow(PageRequests::outOfDate);
        DeviceVisit visit = visit(request, cookie, form);
        return users.owners()
                .session(request, cookie)
                .map(Session::owner)
                .map(owner -> form.has("decision") ? decide(visit, owner) : enter(visit, owner))
                .orElseGet(() -> users.ofDevices().answer(visit));
    }

    private DeviceVisit visit(EndpointRequest request, String cookie, Parameters parameters) {
        return new DeviceVisit(
                uri, pages.in(null, request.headers()), cookie, parameters, request, new ResponseHeaders());
    }

    private EndpointResponse enter(DeviceVisit visit, ResourceOwner owner) {
        visit.requireGenuine(FormTokens.DEVICE_CODE, "");
        Duration wait = tries.begin(owner.subject());
        if (!wait.isZero()) {
            return tooMany(visit, wait);
        }
        Optional<UserCode> code = visit.parameters().find("user_code").flatMap(UserCode::parse);
        Optional<StoredDevice> device = code.flatMap(devices::find);
        if (code.isEmpty() || device.isEmpty()) {
            return codePage(visit, "", CodeMessage.WRONG);
        }
        tries.takeBack(owner.subject());
        return ask(visit, owner, code.get(), device.get().state());
    }

    private EndpointResponse ask(DeviceVisit visit, ResourceOwner owner, UserCode code, DeviceState state) {
        Client client = client(state);
        return grantable(client, owner, state.request())
                .map(grantable -> {
                    PageForm form = visit.form(FormTokens.DEVICE_CONSENT + grantable, code.text());
                    DeviceRequest shown =
                            new DeviceRequest(grantable, state.request().resources());
                    return visit.pages()
                            .devices()
                            .consent(form, client, shown, owner.subject(), !users.isOfContainer());
                })
                .orElseGet(() -> refuse(visit, code));
    }

    private EndpointResponse refuse(DeviceVisit visit, UserCode code) {
        replace(code, DeviceState::denied);
        return visit.pages().devices().ending(Ending.REFUSED);
    }

    /**
     * The token of the form shows that the user was asked for these very scopes. A user can make it for any code, so that
     * what is no right form counts as a wrong code (RFC 8628, section 5.1).
     */
    private EndpointResponse decide(DeviceVisit visit, ResourceOwner owner) {
        UserCode code =
                visit.parameters().find("interaction").flatMap(UserCode::parse).orElseThrow(PageRequests::outOfDate);
        Duration wait = tries.begin(owner.subject());
        if (!wait.isZero()) {
            return tooMany(visit, wait);
        }
        DeviceState state =
                devices.find(code).orElseThrow(PageRequests::outOfDate).state();
        Scopes grantable = grantable(client(state), owner, state.request()).orElseThrow(PageRequests::outOfDate);
        visit.requireGenuine(FormTokens.DEVICE_CONSENT + grantable, code.text());
        tries.takeBack(owner.subject());
        return decided(visit, code, owner, state, grantable);
    }

    private EndpointResponse decided(
            DeviceVisit visit, UserCode code, ResourceOwner owner, DeviceState state, Scopes grantable) {
        String decision = visit.parameters().find("decision").orElse("");
        return switch (decision) {
            case "approve" -> {
                DeviceGrant grant = new DeviceGrant(
                        devices.nextGrantId(), owner, grantable, state.request().resources());
                replace(code, pending -> pending.approved(grant));
                yield visit.pages().devices().ending(Ending.APPROVED);
            }
            case "deny" -> {
                replace(code, DeviceState::denied);
                yield visit.pages().devices().ending(Ending.DENIED);
            }
            case "switch" -> users.ofDevices().askSomebodyElse(visit, code.text());
            default -> throw new PageException(Problem.MALFORMED);
        };
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

    private static EndpointResponse tooMany(DeviceVisit visit, Duration wait) {
        TooManyRequestsException.retryAfter(visit.headers(), wait);
        return codePage(visit, "", CodeMessage.TOO_MANY);
    }

    private static EndpointResponse codePage(DeviceVisit visit, String code, CodeMessage message) {
        return visit.pages().devices().code(visit.form(FormTokens.DEVICE_CODE, ""), code, message, visit.headers());
    }
}
