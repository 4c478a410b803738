package org.mcpoauth.server.authorization.authorize;

import org.mcpoauth.server.authorization.page.LocalizedPages.LoginMessage;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/** Users log in with a form of this server before they enter a code, which the form keeps. */
final class FormDeviceLogin implements DeviceLogin {
    private final PasswordLogin passwords;
    private final BrowserCookie cookies;
    private final LoginSessions sessions;

    FormDeviceLogin(PasswordLogin passwords, BrowserCookie cookies, LoginSessions sessions) {
        this.passwords = passwords;
        this.cookies = cookies;
        this.sessions = sessions;
    }

    @Override
    public EndpointResponse ask(DeviceVisit visit, String code) {
        return page(visit, code, LoginMessage.NONE, "");
    }

    @Override
    public EndpointResponse askSomebodyElse(DeviceVisit visit, String code) {
        sessions.end(visit.cookie());
        return DeviceVisit.open(visit.page(), code, visit.headers());
    }

    @Override
    public EndpointResponse answer(DeviceVisit visit) {
        String code = visit.code("interaction");
        visit.requireGenuine(FormTokens.DEVICE_LOGIN, code);
        PasswordLogin.Outcome outcome = passwords.check(visit.parameters(), visit.request());
        if (outcome.owner() == null) {
            outcome.addTo(visit.headers());
            return page(visit, code, outcome.message(), outcome.username());
        }
        String cookie = sessions.begin(outcome.owner(), visit.cookie());
        return DeviceVisit.open(visit.page(), code, new ResponseHeaders().set("Set-Cookie", cookies.header(cookie)));
    }

    private static EndpointResponse page(DeviceVisit visit, String code, LoginMessage message, String username) {
        return visit.pages()
                .devices()
                .login(visit.form(FormTokens.DEVICE_LOGIN, code), message, username, visit.headers());
    }
}
