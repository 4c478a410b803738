package org.mcpoauth.samples.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.samples.testing.Chromium;
import org.mcpoauth.samples.testing.LibertyProcess;
import org.mcpoauth.samples.testing.PageAudit;
import org.mcpoauth.samples.testing.WebUser;

/** A user at a browser, the application on Open Liberty, and two MCP servers with issuers of their own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NotesIT {
    private static final int LAST = Integer.MAX_VALUE;

    private static QuickstartProcess home;
    private static QuickstartProcess work;
    private static LibertyProcess application;

    private final WebUser alice = browser();

    @BeforeAll
    static void start() {
        home = new QuickstartProcess("127.0.0.1");
        work = new QuickstartProcess("localhost");
        application = new LibertyProcess("notes", "notes", NotesIT::environment);
    }

    @AfterAll
    static void stop() {
        application.close();
        work.close();
        home.close();
    }

    private static Map<String, String> environment(URI origin) {
        Map<String, String> environment = new HashMap<>();
        Map.of("HOME", home, "WORK", work).forEach((name, server) -> {
            environment.put(
                    "MCP_OAUTH_CLIENT_" + name + "_SERVER_URL", server.mcpUrl().toString());
            environment.put(
                    "MCP_OAUTH_CLIENT_" + name + "_REDIRECT_URI",
                    origin + "/mcp-oauth/callback/" + name.toLowerCase(Locale.ROOT));
        });
        return environment;
    }

    private static WebUser browser() {
        return new WebUser(application.origin(), home.issuer(), work.issuer());
    }

    private static URI page(String path) {
        return application.origin().resolve(path);
    }

    private HttpResponse<String> logIn(String server) {
        HttpResponse<String> form = alice.click(alice.get(page("/")), "Log in at " + server);
        HttpResponse<String> consent =
                alice.submit(form, "/oauth/login", Map.of("username", "alice", "password", "alice-pw"));
        return agree(consent);
    }

    private HttpResponse<String> agree(HttpResponse<String> consent) {
        return alice.submit(consent, "/oauth/consent", Map.of("decision", "approve"));
    }

    private HttpResponse<String> call(String server, String tool, Map<String, String> arguments) {
        String path = "/servers/" + server + "/tools/" + tool;
        return alice.submit(alice.get(page(path)), path, arguments);
    }

    /** Every page in a real browser that runs no scripts, on a phone. */
    @Test
    @Tag("browser")
    void aPersonUsesAToolThatNeedsMore(@TempDir Path profile) throws Exception {
        try (Chromium browser = Chromium.start(profile)) {
            browser.forbidScripts();
            browser.begin(390, 844, "en", false);
            PageAudit page = new PageAudit(browser, "en", "phone");
            browser.open(page("/"));
            page.check("welcome");
            logIn(browser, "home");
            logIn(browser, "work");
            page.check("both");
            page.assertShows("notes_add", "mcp:tools");
            follow(browser, "/servers/work/tools/notes_add");
            page.check("tool");
            write(browser, "tea");
            page.check("more");
            page.assertShows("This tool needs more.");
            follow(browser, "/mcp-oauth/login/work");
            page.assertShows("Notes in the browser");
            press(browser, "button[value=approve]");
            assertEquals("tea", browser.evaluate("document.querySelector('#text').value"));
            press(browser, "main button");
            page.check("answer");
            page.assertShows("added");
            follow(browser, "/");
            press(browser, "form[action$=work] button");
            page.check("left");
            page.assertShows("Log in at work", "Log out at home");
        }
    }

    private static void logIn(Chromium browser, String server) throws Exception {
        follow(browser, "/mcp-oauth/login/" + server);
        browser.evaluate("document.querySelector('#username').focus()");
        browser.type("alice");
        browser.press(Chromium.Key.TAB);
        browser.type("alice-pw");
        browser.enter();
        press(browser, "button[value=approve]");
    }

    private static void write(Chromium browser, String text) throws Exception {
        browser.evaluate("document.querySelector('#text').focus()");
        browser.type(text);
        browser.enter();
    }

    private static void follow(Chromium browser, String path) throws Exception {
        press(browser, "a[href^='" + path + "']");
    }

    private static void press(Chromium browser, String selector) throws Exception {
        browser.leave("document.querySelector(\"" + selector + "\").click()");
    }

    private static void assertShows(HttpResponse<String> page, String words) {
        assertTrue(page.body().contains(words), () -> words + " is not in " + page.body());
    }

    private static void assertShowsNot(HttpResponse<String> page, String words) {
        assertFalse(page.body().contains(words), () -> words + " is in " + page.body());
    }

    @Test
    void whoIsNotLoggedInIsShownTheWay() {
        HttpResponse<String> page = alice.get(page("/"));

        assertEquals(200, page.statusCode());
        assertShows(page, "Log in at home");
        assertShows(page, "Log in at work");
        assertEquals(403, alice.get(page("/servers/home/tools/whoami")).statusCode());
    }

    /** MCP authorization, "Token Audience Binding and Validation": each server has tokens of its own issuer. */
    @Test
    void aUserLogsInAtTwoServersWithIssuersOfTheirOwn() {
        HttpResponse<String> first = logIn("home");
        assertShows(first, ">whoami</a>");
        assertShows(first, "Log in at work");
        HttpResponse<String> second = logIn("work");
        assertShows(second, "Log out at home");
        assertShows(second, "Log out at work");

        assertShows(call("home", "whoami", Map.of()), "&quot;iss&quot;:&quot;" + home.issuer() + "&quot;");
        assertShows(call("work", "whoami", Map.of()), "&quot;iss&quot;:&quot;" + work.issuer() + "&quot;");
    }

    /** MCP authorization, "Scope Challenge Handling"; the login at the authorization server lasts. */
    @Test
    void aToolThatNeedsMoreLeadsThroughConsentOnce() {
        logIn("home");
        HttpResponse<String> refused = call("home", "notes_add", Map.of("text", "milk & <honey>"));
        assertEquals(403, refused.statusCode());
        assertShows(refused, "You granted mcp:tools. This tool needs more.");

        HttpResponse<String> consent = alice.click(refused, "Continue at home");
        assertShows(consent, "add to your notes");
        HttpResponse<String> form = agree(consent);
        assertShows(form, "value=\"milk &amp; &lt;honey&gt;\"");
        String path = "/servers/home/tools/notes_add";
        assertShows(alice.submit(form, path, Map.of("text", "milk & <honey>")), "<pre>added</pre>");
        assertShows(call("home", "notes_add", Map.of("text", "bread")), "<pre>added</pre>");
    }

    /** What a peer says is text, wherever it appears. */
    @Test
    void nothingThatAServerSaysIsMarkup() {
        logIn("work");
        callAndGrant("notes_add", Map.of("text", "<b>'\"&"));
        HttpResponse<String> list = callAndGrant("notes_list", Map.of());

        assertShows(list, "&lt;b&gt;&#39;&quot;&amp;");
        assertShowsNot(list, "<b>");
    }

    private HttpResponse<String> callAndGrant(String tool, Map<String, String> arguments) {
        HttpResponse<String> form = agree(alice.click(call("work", tool, arguments), "Continue at work"));
        return alice.submit(form, "/servers/work/tools/" + tool, arguments);
    }

    @Test
    void aLogoutEndsOneServerAndNotTheOther() {
        logIn("home");
        HttpResponse<String> both = logIn("work");

        HttpResponse<String> left = alice.submit(both, "/mcp-oauth/logout/home", Map.of());

        assertShows(left, "Log in at home");
        assertShows(left, "Log out at work");
        assertEquals(403, alice.get(page("/servers/home/tools/whoami")).statusCode());
    }

    @Test
    void anotherBrowserHasNothing() {
        logIn("home");

        assertShows(browser().get(page("/")), "Log in at home");
    }

    @Test
    void aFormOfAnotherSiteCallsNothing() {
        logIn("home");

        HttpResponse<String> answer =
                alice.postFormOf(home.issuer(), page("/servers/home/tools/notes_count"), Map.of());

        assertEquals(403, answer.statusCode());
        assertShowsNot(answer, "<main>");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        logIn("home");

        assertEquals(404, alice.get(page("/servers/elsewhere/tools/whoami")).statusCode());
        assertEquals(404, alice.get(page("/servers/home/tools/no_such_tool")).statusCode());
    }

    @Test
    @Order(LAST)
    void aServerThatIsDownTakesNoOtherWithIt() {
        logIn("home");
        logIn("work");
        work.close();

        HttpResponse<String> page = alice.get(page("/"));

        assertShows(page, "This server does not answer as it should.");
        assertShows(page, "Log out at home");
    }
}
