package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.AuthorizationClaims;
import org.mcpoauth.api.provider.AuthorizationDecision;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ConsentMode;
import org.mcpoauth.spi.server.ConsentRules;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.UserSource;

/** OpenID Connect Core 1.0, section 3.1.2.1; RFC 9470, sections 4 and 5: what a request asks of the login. */
class RequestedAuthenticationTest {
    private final TestServer server = new TestServer();
    private final TestBrowser browser = new TestBrowser(server);
    private final String query = TestServer.authorizationQuery("app");

    /** Asks nobody for consent. */
    static final class Generous implements GrantPolicy {
        @Override
        public boolean requiresConsent(Client client, ResourceOwner owner, Scopes scopes) {
            return false;
        }
    }

    /** Sends everybody to another server. */
    static final class Elsewhere extends DelegatingProvider {
        Elsewhere(AuthorizationServerProvider<?, ?, ?> provider) {
            super(provider);
        }

        @Override
        protected AuthorizationDecision decision(Interaction interaction) {
            return new AuthorizationDecision.RedirectTo(URI.create("https://idp.example/"));
        }
    }

    @BeforeEach
    void addClient() {
        server.addPublicClient("app");
    }

    @Test
    void withoutAPageNobodyLogsIn() {
        assertError("login_required", authorize("prompt=none"));
    }

    @Test
    void withoutAPageNobodyConsents() {
        browser.authorize(query);
        assertError("consent_required", authorize("prompt=none"));
    }

    @Test
    void withoutAPageThereIsACodeWhereNothingIsLeftToAsk() {
        TestServer generous = generous();
        TestBrowser known = new TestBrowser(generous);
        known.login(known.openAuthorization(query));

        EndpointResponse redirect = known.openAuthorization(query + "&prompt=none");

        assertTrue(TestBrowser.parameter(redirect, "code").isPresent());
    }

    @Test
    void withoutAPageTheBrowserGoesNowhereElse() {
        TestServer elsewhere = new TestServer(UnaryOperator.identity(), GrantPolicy.WITH_CONSENT, Elsewhere::new);
        elsewhere.addPublicClient("app");

        EndpointResponse redirect = new TestBrowser(elsewhere).openAuthorization(query + "&prompt=none");

        assertError("interaction_required", redirect);
    }

    @ParameterizedTest
    @ValueSource(strings = {"login", "login+consent", "select_account", "consent+login", "+login+"})
    void theUserLogsInAgain(String prompt) {
        browser.authorize(query);
        assertLogin(authorize("prompt=" + prompt));
    }

    /** The login counts for the request it was asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"prompt=login", "max_age=0", "max_age=1"})
    void aNewLoginIsEnoughHoweverLongTheUserReads(String parameter) {
        EndpointResponse login = authorize(parameter);
        server.pass(Duration.ofMinutes(3));
        EndpointResponse consent = browser.login(login);
        server.pass(Duration.ofMinutes(3));

        assertTrue(TestBrowser.parameter(browser.submit(consent, "decision", "approve"), "code")
                .isPresent());
    }

    @Test
    void theUserIsAskedForConsentEvenWherePolicyWouldNot() {
        TestServer generous = generous();
        TestBrowser known = new TestBrowser(generous);

        assertTrue(TestBrowser.parameter(known.login(known.openAuthorization(query)), "code")
                .isPresent());
        assertEquals("/tenant/oauth/consent", TestBrowser.action(known.openAuthorization(query + "&prompt=consent")));
    }

    @Test
    void anOldLoginIsRenewed() {
        browser.authorize(query);
        server.pass(Duration.ofSeconds(60));

        assertEquals("/tenant/oauth/consent", TestBrowser.action(authorize("max_age=60")));
        server.pass(Duration.ofSeconds(1));
        assertLogin(authorize("max_age=60"));
        assertError("login_required", authorize("max_age=60&prompt=none"));
    }

    @Test
    void anAgeOfZeroIsANewLogin() {
        browser.authorize(query);
        assertLogin(authorize("max_age=0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_age=-1",
                "max_age=x",
                "max_age=1.5",
                "max_age=9999999999",
                "max_age=%D9%A1",
                "prompt=none+login",
                "prompt=create",
                "prompt=Login",
                "prompt=login&prompt=login",
                "max_age=1&max_age=1",
                "acr_values=a&acr_values=a",
                "login_hint=a&login_hint=b",
                "response_mode=fragment",
                "response_mode=form_post",
                "response_mode=query.jwt"
            })
    void whatIsMalformedIsRefused(String parameter) {
        assertError("invalid_request", authorize(parameter));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ui_locales=de+en",
                "response_mode=query",
                "display=popup",
                "acr_values=",
                "acr_values=+",
                "max_age=",
                "prompt=",
                "claims=x",
                "anything=else"
            })
    void whatIsOnlyAWishIsPassedOver(String parameter) {
        assertLogin(authorize(parameter));
    }

    /** RFC 9470, section 5. */
    @Test
    void aLoginOfTheAskedKindIsTaken() {
        EndpointResponse consent = browser.login(authorize("acr_values=urn:test:mfa+urn:test:password"));

        assertEquals("/tenant/oauth/consent", TestBrowser.action(consent));
        assertEquals("/tenant/oauth/consent", TestBrowser.action(authorize("acr_values=urn:test:password")));
    }

    @Test
    void aLoginOfAnotherKindIsRefused() {
        assertError("unmet_authentication_requirements", browser.login(authorize("acr_values=urn:test:mfa")));
    }

    /** As many as are named are remembered while the user logs in; more are refused at once, and not afterwards. */
    @Test
    void asManyKindsAreTakenAsAreRemembered() {
        String most = "a".repeat(256);
        String names = IntStream.range(0, 19).mapToObj(i -> most).collect(Collectors.joining("+"));
        EndpointResponse consent = browser.login(authorize("acr_values=" + names + "+urn:test:password"));
        assertEquals("/tenant/oauth/consent", TestBrowser.action(consent));

        assertError("invalid_request", authorize("acr_values=" + names + "+a+b"));
        assertError("invalid_request", authorize("acr_values=a" + most));
        assertError("invalid_request", authorize("acr_values=" + "a+".repeat(5000)));
    }

    /** RFC 9126, section 2.3. */
    @Test
    void tooManyKindsCannotBePushed() {
        TestServer pushing = new TestServer(builder -> builder.endpoints(EndpointPaths.DEFAULT.withPar("/par")));
        pushing.addPublicClient("app");
        String form = query + "&acr_values=";
        EndpointResponse refused = pushing.post("/par", Map.of(), form + "a+".repeat(5000));
        assertEquals(400, refused.status());
        assertEquals("invalid_request", pushing.error(refused));
        assertEquals(201, pushing.post("/par", Map.of(), form + "a+".repeat(20)).status());
    }

    /** What a login says is remembered, too, as long as it may be: nothing limits the name of a class. */
    @Test
    void aLoginWithALongClassAndManyGroupsIsRemembered() {
        List<String> groups =
                IntStream.range(10, 90).mapToObj(i -> i + "\"".repeat(49)).toList();
        ResourceOwner owner = new ResourceOwner(
                "user-1", null, "\"".repeat(8000), new AuthorizationClaims(List.of(), groups, List.of()));
        TestServer other = new TestServer(UserSource.form((name, password) -> Optional.of(owner)));
        other.addPublicClient("app");
        assertFalse(new TestBrowser(other).authorize(query).isEmpty());
    }

    @Test
    void aKnownUserOfAnotherKindLogsInFirst() {
        browser.authorize(query);

        assertLogin(authorize("acr_values=urn:test:mfa"));
        assertError("login_required", authorize("acr_values=urn:test:mfa&prompt=none"));
    }

    @Test
    void theHintStandsInTheLoginPage() {
        String page = TestServer.text(authorize("login_hint=%22%3E%3Cscript%3Ealice"));

        assertTrue(page.contains("value=\"&quot;&gt;&lt;script&gt;alice\""));
        assertFalse(page.contains("<script"));
    }

    @Test
    void aHintThatIsTooLongIsPassedOver() {
        assertLogin(authorize("login_hint=" + "x".repeat(257)));
        assertFalse(TestServer.text(authorize("login_hint=" + "x".repeat(257))).contains("xxx"));
    }

    /** RFC 9101, section 6; OpenID Connect Core 1.0, section 3.1.2.6. */
    @Test
    void requestObjectsAreNotSupported() {
        assertError("request_not_supported", authorize("request=eyJhbGciOiJub25lIn0.e30."));
        assertError("request_uri_not_supported", authorize("request_uri=https://app.example/request.jwt"));
        assertTrue(server.transport.calls().isEmpty());
    }

    private static TestServer generous() {
        TestServer generous = new TestServer(
                builder -> builder.consent(ConsentRules.DEFAULT.withMode(ConsentMode.BEAN)),
                new Generous(),
                UnaryOperator.identity());
        generous.addPublicClient("app");
        return generous;
    }

    private EndpointResponse authorize(String parameters) {
        return browser.openAuthorization(query + "&" + parameters);
    }

    private static void assertLogin(EndpointResponse response) {
        assertEquals("/tenant/oauth/login", TestBrowser.action(response));
    }

    private static void assertError(String error, EndpointResponse redirect) {
        assertTrue(TestServer.header(redirect, "Location").startsWith(TestServer.REDIRECT_URI), redirect::toString);
        assertEquals(error, TestBrowser.parameter(redirect, "error").orElseThrow());
        assertEquals("s t&te", TestBrowser.parameter(redirect, "state").orElseThrow());
        assertEquals(TestServer.ISSUER, TestBrowser.parameter(redirect, "iss").orElseThrow());
    }
}
