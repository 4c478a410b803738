package org.mcpoauth.tck.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Users of the identity stores of the runtime, behind the login form of the authorization server. */
public abstract class IdentityStoreContract {
    private static final String RESOURCE = WholeApplication.endpoint().toString();

    private final Authorization authorization = new Authorization();

    /** For JUnit. */
    protected IdentityStoreContract() {}

    /** With a browser in which nobody has logged in. */
    private static JsonObject tokens(String user) {
        Authorization anew = new Authorization();
        return anew.tokens(anew.register(), user, "tools", RESOURCE);
    }

    private static Set<String> groups(JsonObject claims) {
        return claims.getJsonArray("groups").getValuesAs(JsonString::getString).stream()
                .collect(Collectors.toSet());
    }

    /** RFC 9068, section 2.2.3.1. */
    @Test
    void aUserOfTheStoreLogsInAndTheTokenTellsTheGroups() {
        JsonObject claims = Authorization.claims(tokens("alice"));

        assertEquals("alice", claims.getString("sub"));
        assertEquals(Set.of("staff"), groups(claims));
    }

    @Test
    void anotherUserIsAnotherSubject() {
        JsonObject claims = Authorization.claims(tokens("bob"));

        assertEquals("bob", claims.getString("sub"));
        assertEquals(Set.of("staff", "administrator"), groups(claims));
    }

    /** Jakarta Annotations, {@code @RolesAllowed}: groups of the store are roles at the resource. */
    @Test
    void aGroupOfTheStoreIsARoleAtTheResource() {
        assertEquals("administration", administration("bob").body());
        assertEquals(403, administration("alice").statusCode());
    }

    private static HttpResponse<String> administration(String user) {
        return new WebUser()
                .send(HttpRequest.newBuilder(URI.create(RESOURCE + "/administration"))
                        .header("Authorization", "Bearer " + tokens(user).getString("access_token")));
    }

    @Test
    void aWrongPasswordShowsTheFormAgain() {
        HttpResponse<String> page =
                authorization.user().get(authorization.request(authorization.register(), "tools", RESOURCE));
        HttpResponse<String> again =
                authorization.user().submit(page, Map.of("username", "alice", "password", "bob-pw"));

        assertTrue(again.body().contains("type=\"password\""), again.body());
    }

    /** The form asks, and not the runtime. */
    @Test
    void aPasswordForTheRuntimeIsNotAsked() {
        WebUser browser = new WebUser();
        browser.password("alice", "alice-pw");
        HttpResponse<String> page = browser.get(authorization.request(authorization.register(), "tools", RESOURCE));

        assertTrue(page.body().contains("type=\"password\""), page.body());
        assertTrue(page.headers().firstValue("WWW-Authenticate").isEmpty());
    }
}
