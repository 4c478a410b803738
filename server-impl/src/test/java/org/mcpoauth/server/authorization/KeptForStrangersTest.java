package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication.ClientSecretBasic;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimits;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.support.codec.Sha256;

/** What is kept for somebody who proves nothing has a bound for each address, also where no limit is set. */
class KeptForStrangersTest {
    private static final int MOST = 1000;
    private static final String ELSEWHERE = "192.0.2.77";

    private final TestServer server = server(RateLimits.DEFAULT, null);
    private final String query = TestServer.authorizationQuery("app");

    private static TestServer server(RateLimits limits, @Nullable UserSource users) {
        EndpointPaths paths = EndpointPaths.DEFAULT.withPar("/par").withDevice("/device");
        TestServer server = users == null
                ? new TestServer(builder -> builder.endpoints(paths).rateLimits(limits))
                : new TestServer(builder -> builder.endpoints(paths).rateLimits(limits), users);
        List<GrantType> grants = List.of(GrantType.AUTHORIZATION_CODE, GrantType.DEVICE_CODE);
        server.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(grants));
        server.addClient(
                "backend",
                TestServer.SECRET,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                        .grantTypes(grants));
        return server;
    }

    private static TestServer ofIssuer() {
        return server(
                RateLimits.DEFAULT,
                UserSource.upstream(new UpstreamProvider(
                        Issuer.of(UpstreamIssuer.ISSUER),
                        UpstreamIssuer.CLIENT_ID,
                        new ClientSecretBasic(Secret.of("upstream secret")),
                        Scopes.of("openid"))));
    }

    private EndpointResponse open(TestServer at, @Nullable String address) {
        return new TestBrowser(at, address).openAuthorization(query);
    }

    private void fill(TestServer full) {
        for (int i = 0; i < MOST; i++) {
            assertEquals(200, open(full, TestServer.ADDRESS).status());
        }
    }

    private static String error(EndpointResponse redirect) {
        return TestBrowser.parameter(redirect, "error").orElse("none");
    }

    /** RFC 6749, section 4.1.2.1. */
    @Test
    void oneAddressDoesNotFillTheStoreWithRequestsOfNobody() {
        TestBrowser first = new TestBrowser(server);
        EndpointResponse page = first.openAuthorization(query);
        for (int i = 1; i < MOST; i++) {
            assertEquals(200, open(server, TestServer.ADDRESS).status());
        }
        EndpointResponse refused = open(server, TestServer.ADDRESS);

        assertEquals("temporarily_unavailable", error(refused));
        assertEquals("s t&te", TestBrowser.parameter(refused, "state").orElseThrow());
        assertEquals(MOST, server.stored.count("pending-authorization"));
        assertEquals(200, first.login(page).status(), "who waits is not put out");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = ELSEWHERE)
    void otherAddressesGoOnAndThoseThatNobodyKnows(@Nullable String address) {
        fill(server);

        assertEquals(200, open(server, address).status());
    }

    @Test
    void unknownAddressesAreNotOneSender() {
        for (int i = 0; i <= MOST; i++) {
            assertEquals(200, open(server, null).status());
        }
    }

    @Test
    void whoIsLoggedInGoesOn() {
        TestBrowser alice = new TestBrowser(server);
        alice.login(alice.openAuthorization(query));
        for (int i = 1; i < MOST; i++) {
            open(server, TestServer.ADDRESS);
        }

        assertEquals("temporarily_unavailable", error(open(server, TestServer.ADDRESS)));
        assertEquals("/tenant/oauth/consent", TestBrowser.action(alice.openAuthorization(query)));
    }

    @Test
    void afterTenMinutesThereIsRoomAgain() {
        fill(server);
        server.pass(Duration.ofMinutes(10));

        assertEquals(200, open(server, TestServer.ADDRESS).status());
    }

    /** A cookie is what a sender says about itself. */
    @Test
    void cookiesThatAreMadeUpMakeNoDifference() {
        TestBrowser visitor = new TestBrowser(server);
        visitor.openAuthorization(query);
        String name = visitor.cookies().keySet().iterator().next();
        int refused = 0;
        for (int i = 0; i < MOST; i++) {
            TestBrowser inventive = new TestBrowser(server);
            inventive.cookies().put(name, Sha256.base64Url("made up " + i));
            refused += error(inventive.openAuthorization(query)).equals("none") ? 0 : 1;
        }

        assertEquals(1, refused, "the last one");
        assertEquals(MOST, server.stored.count("pending-authorization"));
        assertEquals(MOST - 1, server.stored.count("pending-authorization-of-browser"));
    }

    @Test
    void noMoreLoginsUpstreamBeginThanPagesBeforeThem() {
        TestServer brokering = ofIssuer();
        new UpstreamIssuer(brokering);
        for (int i = 0; i < MOST; i++) {
            TestBrowser browser = new TestBrowser(brokering);
            browser.submit(browser.openAuthorization(query), "decision", "approve");
        }

        assertEquals("temporarily_unavailable", error(open(brokering, TestServer.ADDRESS)));
        assertEquals(MOST, brokering.stored.count("upstream-state"));
    }

    @Test
    void loginsUpstreamForDevicesHaveTheSameBound() {
        TestServer brokering = ofIssuer();
        new UpstreamIssuer(brokering);
        TestBrowser browser = new TestBrowser(brokering);
        EndpointResponse page = browser.open(TestServer.BASE + "/activate", "");
        for (int i = 0; i < MOST; i++) {
            assertEquals(303, browser.submit(page).status());
        }

        assertEquals(429, browser.submit(page).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/par", "/device"})
    void whatPublicClientsSendHasTheSameBound(String path) {
        String proven =
                TestServer.authorizationQuery("backend") + "&" + TestServer.form("client_secret", TestServer.SECRET);
        for (int i = 0; i < MOST; i++) {
            server.post(path, Map.of(), query);
        }
        EndpointResponse refused = server.post(path, Map.of(), query);

        assertEquals(429, refused.status());
        assertEquals("600", TestServer.header(refused, "Retry-After"));
        assertEquals(200, server.post(path, Map.of(), proven).status() / 100 * 100, "who proves who it is");
    }

    @Test
    void aLimitOfTheOperatorTakesItsPlace() {
        TestServer own =
                server(RateLimits.DEFAULT.withAuthorization(new RateLimit(MOST + 2, Duration.ofMinutes(10))), null);
        fill(own);

        assertEquals(200, open(own, TestServer.ADDRESS).status());
        assertEquals(200, open(own, TestServer.ADDRESS).status());
        assertEquals(429, open(own, TestServer.ADDRESS).status());
    }
}
