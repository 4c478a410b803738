package org.mcpoauth.tck.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users whom the server knows itself and asks by a page of the application (Jakarta Servlet 6.0, section 13.6.3). */
@ExtendWith(ArquillianExtension.class)
class FormLoginIT {
    private static final int HOPS = 5;
    private static final String WEB_XML = """
        <?xml version="1.0" encoding="UTF-8"?>
        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
          <login-config>
            <auth-method>FORM</auth-method>
            <form-login-config>
              <form-login-page>/login.html</form-login-page>
              <form-error-page>/wrong.html</form-error-page>
            </form-login-config>
          </login-config>
        </web-app>
        """;
    private static final String LOGIN = """
        <form method="post" action="j_security_check"><input name="j_username"><input name="j_password"></form>
        """;

    private final Authorization authorization = new Authorization();
    private final WebUser browser = new WebUser();

    @Deployment(testable = false)
    public static WebArchive deployment() {
        return WholeApplication.archiveOfStrangers(WholeApplication.NAME)
                .addAsWebInfResource(new StringAsset(WEB_XML), "web.xml")
                .addAsWebResource(new StringAsset(LOGIN), "login.html")
                .addAsWebResource(new StringAsset("wrong"), "wrong.html");
    }

    private URI page(String client) {
        return authorization.request(
                client, "tools", WholeApplication.endpoint().toString());
    }

    /** What a browser shows in the end. */
    private HttpResponse<String> follow(HttpResponse<String> answer) {
        HttpResponse<String> last = answer;
        for (int i = 0; i < HOPS && last.headers().firstValue("Location").isPresent(); i++) {
            last = browser.get(WebUser.location(last));
        }
        return last;
    }

    private HttpResponse<String> logIn(String client, String password) {
        HttpResponse<String> form = follow(browser.get(page(client)));
        return follow(browser.submit(form, Map.of("j_username", "alice", "j_password", password)));
    }

    /** Section 13.6.3.1: the container sends the browser back to the page that it came for. */
    @Test
    void whoLogsInComesBackToTheQuestionOfTheClient() {
        String client = authorization.register();
        URI end = browser.approve(logIn(client, "alice-pw"));

        assertEquals(
                "alice", Authorization.claims(authorization.tokens(client, end)).getString("sub"));
    }

    @Test
    void aWrongPasswordIsNobody() {
        String client = authorization.register();
        HttpResponse<String> page = logIn(client, "bob-pw");

        assertEquals("wrong", page.body());
        HttpResponse<String> again = follow(browser.get(page(client)));
        assertFalse(again.body().contains("<bdi>"), again.body());
    }
}
