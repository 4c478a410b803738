package org.mcpoauth.samples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.ClientAuthentication.ClientSecretPost;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.samples.testing.CallbackServer;
import org.mcpoauth.samples.testing.Chromium;
import org.mcpoauth.samples.testing.PageAudit;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserSource;

/** Every page of the authorization server in a real browser that runs no scripts, used with the keyboard alone. */
@Tag("browser")
class PagesInBrowserTest {
    // cookies do not tell ports apart
    private static final String HERE = "127.0.0.1";
    private static final String ELSEWHERE = "localhost";

    private static Chromium browser;

    private CallbackServer client;
    private PageServer server;

    /** Who looks at the pages, and with what. */
    enum Reader {
        ENGLISH_PHONE("en", 390, 844, false),
        GERMAN_PHONE("de", 390, 844, true),
        ENGLISH_DESKTOP("en", 1280, 800, true),
        GERMAN_DESKTOP("de", 1280, 800, false);

        private final String language;
        private final int width;
        private final int height;
        private final boolean dark;

        Reader(String language, int width, int height, boolean dark) {
            this.language = language;
            this.width = width;
            this.height = height;
            this.dark = dark;
        }

        PageAudit begin() throws Exception {
            browser.begin(width, height, language, dark);
            return new PageAudit(
                    browser, language, name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }

        String says(String english, String german) {
            return language.equals("de") ? german : english;
        }
    }

    @BeforeAll
    static void start(@TempDir Path profile) throws Exception {
        browser = Chromium.start(profile);
        browser.forbidScripts();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void startServer() {
        client = new CallbackServer();
        server = PageServer.with(PageServer.freeOrigin(HERE), client.uri(), UserSource.form(new Users()));
    }

    @AfterEach
    void stopServer() {
        server.close();
        client.close();
    }

    private static void logIn(String username, String password) throws Exception {
        browser.evaluate("document.querySelector('#username').focus()");
        browser.evaluate("document.querySelector('#username').select()");
        browser.type(username);
        browser.press(Chromium.Key.TAB);
        browser.type(password);
        browser.enter();
    }

    private static void goTo(String selector) throws Exception {
        for (int i = 0; i < 10; i++) {
            if (browser.evaluate("document.activeElement.matches('" + selector + "')")
                    .equals("true")) {
                return;
            }
            browser.press(Chromium.Key.TAB);
        }
        throw new AssertionError("the keyboard does not get to " + selector);
    }

    private static void decide(String decision) throws Exception {
        goTo("button[value=" + decision + "]");
        browser.enter();
    }

    private void assertCameBackWith(String parameter) throws InterruptedException {
        String query = client.await().getRawQuery();
        assertTrue(query.startsWith(parameter) || query.contains("&" + parameter), query);
        assertTrue(query.contains("state=the-state") && query.contains("iss="), query);
    }

    @ParameterizedTest
    @EnumSource
    void aPersonMistypesLogsInAgreesAndIsNotAskedAgain(Reader reader) throws Exception {
        PageAudit page = reader.begin();
        URI request = server.authorization(PageServer.PUBLISHED, client.uri(), "mcp:tools notes:read calendar");
        browser.open(request);
        page.check("login");
        page.assertShows("Notes on your desk");
        logIn("alice", "bob-pw");
        page.check("login-wrong");
        page.assertShows(reader.says("User name or password is wrong.", "Benutzername oder Passwort ist falsch."));
        logIn("alice", "alice-pw");
        page.check("consent");
        page.assertShows(
                "Notes on your desk", "apps.example", client.uri().getAuthority(), PageServer.RESOURCE, "alice");
        page.assertShows(
                reader.says("use its tools", "die Werkzeuge benutzen"),
                reader.says("read your notes", "Ihre Notizen lesen"),
                "calendar",
                reader.says("a program on this computer", "ein Programm auf diesem Computer"));
        goTo("#remember");
        browser.press(Chromium.Key.SPACE);
        decide("approve");
        assertCameBackWith("code=");
        browser.open(request);
        assertCameBackWith("code=");
    }

    @ParameterizedTest
    @EnumSource
    void whoDoesNotAgreeSendsTheClientAway(Reader reader) throws Exception {
        reader.begin();
        browser.open(server.authorization(PageServer.PUBLISHED, client.uri(), "notes:write"));
        logIn("bob", "bob-pw");
        decide("deny");
        assertCameBackWith("error=access_denied");
    }

    @ParameterizedTest
    @EnumSource
    void whoMistypesTooOftenIsToldToWait(Reader reader) throws Exception {
        PageAudit page = reader.begin();
        String wait = reader.says("Too many tries.", "Zu viele Versuche.");
        String shown = "";
        for (int i = 0; i < 30 && !shown.contains(wait); i++) {
            if (i % 4 == 0) {
                browser.open(server.authorization(PageServer.PUBLISHED, client.uri(), "mcp:tools"));
            }
            logIn("nobody of " + reader, "wrong");
            shown = browser.evaluate("document.body.innerText");
        }
        page.check("login-too-many");
        page.assertShows(wait);
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeToldToAClientIsToldToThePerson(Reader reader) throws Exception {
        PageAudit page = reader.begin();
        browser.open(server.authorization("nobody", client.uri(), "mcp:tools"));
        page.check("error-client");
        page.assertShows(
                reader.says("The application is not known here.", "Die Anwendung ist hier nicht bekannt."),
                "invalid_client");
        browser.open(server.authorization(PageServer.PUBLISHED, URI.create("https://evil.example/"), "mcp:tools"));
        page.check("error-redirect-uri");
        page.assertShows(reader.says("is not registered", "nicht registriert"));
    }

    /** RFC 8628, section 3.3. */
    @ParameterizedTest
    @EnumSource
    void aPersonConnectsADevice(Reader reader) throws Exception {
        PageAudit page = reader.begin();
        JsonObject device = server.startDevice();
        String code = device.getString("user_code");
        browser.open(URI.create(device.getString("verification_uri")));
        page.check("device-login");
        logIn("alice", "alice-pw");
        page.check("device-code");
        browser.type("wrong");
        browser.enter();
        page.check("device-code-wrong");
        page.assertShows(reader.says("No device waits for this code.", "Kein Gerät wartet auf diesen Code."));
        browser.type(code.toLowerCase(Locale.ROOT).replace("-", " "));
        browser.enter();
        page.check("device-consent");
        page.assertShows("Notes on television", code, PageServer.RESOURCE, "alice");
        page.assertShows(
                reader.says("read your notes", "Ihre Notizen lesen"),
                reader.says("Nobody who sends you a code", "Niemand, der Ihnen einen Code schickt"));
        decide("approve");
        page.check("device-approved");
        assertEquals(200, server.pollDevice(device.getString("device_code")).statusCode());
    }

    /** RFC 8628, section 3.3.1. */
    @ParameterizedTest
    @EnumSource
    void aPersonRefusesADeviceWhoseCodeWasFilledIn(Reader reader) throws Exception {
        PageAudit page = reader.begin();
        JsonObject device = server.startDevice();
        browser.open(URI.create(device.getString("verification_uri_complete")));
        logIn("bob", "bob-pw");
        assertEquals(device.getString("user_code"), browser.evaluate("document.querySelector('#user_code').value"));
        page.check("device-code-filled-in");
        browser.enter();
        decide("deny");
        page.check("device-denied");
        assertTrue(server.pollDevice(device.getString("device_code")).body().contains("access_denied"));
    }

    /** MCP security best practices, "Confused Deputy Problem": consent before the login elsewhere. */
    @ParameterizedTest
    @EnumSource
    void aPersonAgreesBeforeLoggingInElsewhere(Reader reader) throws Exception {
        URI here = PageServer.freeOrigin(HERE);
        try (PageServer upstream = upstreamOf(here);
                PageServer broker = PageServer.with(here, client.uri(), usersOf(upstream))) {
            PageAudit page = reader.begin();
            browser.open(broker.authorization(PageServer.PUBLISHED, client.uri(), "mcp:tools"));
            page.check("upstream-consent");
            page.assertShows("Notes on your desk", "apps.example", client.uri().getAuthority());
            page.assertShows(upstream.origin().getAuthority());
            decide("approve");
            page.assertShows("Broker");
            logIn("alice", "alice-pw");
            decide("approve");
            assertCameBackWith("code=");
        }
    }

    /** RFC 8628, section 3.3.1: a person presses a button before the browser goes elsewhere. */
    @ParameterizedTest
    @EnumSource
    void aPersonLogsInElsewhereForADevice(Reader reader) throws Exception {
        URI here = PageServer.freeOrigin(HERE);
        try (PageServer upstream = upstreamOf(here);
                PageServer broker = PageServer.with(here, client.uri(), usersOf(upstream))) {
            PageAudit page = reader.begin();
            JsonObject device = broker.startDevice();
            browser.open(URI.create(device.getString("verification_uri_complete")));
            page.check("device-upstream");
            page.assertShows(upstream.origin().getAuthority());
            goTo("button");
            browser.enter();
            logIn("alice", "alice-pw");
            decide("approve");
            page.check("device-code-after-upstream");
            browser.enter();
            decide("approve");
            assertEquals(200, broker.pollDevice(device.getString("device_code")).statusCode());
        }
    }

    private static PageServer upstreamOf(URI broker) {
        URI back = broker.resolve("/oauth/upstream/callback");
        return new PageServer(
                PageServer.freeOrigin(ELSEWHERE),
                List.of(PageServer.client("broker", "Broker", List.of(back), GrantType.AUTHORIZATION_CODE)),
                UserSource.form(new Users()),
                builder -> builder.openId(rules -> rules.withOffered(true)));
    }

    private static UserSource usersOf(PageServer upstream) {
        return UserSource.upstream(new UpstreamProvider(
                Issuer.of(upstream.origin().toString()),
                "broker",
                new ClientSecretPost(PageServer.SECRET),
                Scopes.of("openid")));
    }

    /** RFC 9700, section 4.16; CSP Level 3, section 6.4.2. */
    @Test
    void noPageAppearsInAFrame() throws Exception {
        Reader.ENGLISH_DESKTOP.begin();
        URI login = server.authorization(PageServer.PUBLISHED, client.uri(), "mcp:tools");
        client.page("/frame", "<iframe src=\"" + login.toString().replace("&", "&amp;") + "\"></iframe>");
        browser.open(client.uri().resolve("/frame"));
        assertTrue(
                browser.complaints().stream().anyMatch(each -> each.contains("frame-ancestors 'none'")),
                browser.complaints()::toString);
    }
}
