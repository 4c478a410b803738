package org.mcpoauth.server.authorization.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.server.authorization.page.LocalizedPages.LoginMessage;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/** What pages say, in which language, and what an application may replace. */
class PagesTest {
    private static final PageForm FORM = new PageForm(URI.create("https://as.example/oauth/login"), "i", "c");

    private final Pages pages = Pages.of(new Files(Map.of()));

    private static HttpHeaders accepting(String... languages) {
        return HttpHeaders.of(Map.of("Accept-Language", List.of(languages)), (name, value) -> true);
    }

    private static Client client(String id, String name) {
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName(name)
                .redirectUris(List.of(URI.create("https://app.example/cb")))
                .build();
        return new Client(id, metadata, null, Instant.EPOCH, null);
    }

    private static String text(EndpointResponse page) {
        return new String(page.body(), StandardCharsets.UTF_8);
    }

    private static String login(LocalizedPages pages, String clientName) {
        return login(pages, client("app", clientName));
    }

    private static String login(LocalizedPages pages, Client client) {
        return text(pages.login(FORM, client, LoginMessage.NONE, "", new ResponseHeaders()));
    }

    private static String consent(LocalizedPages pages, Client client, String redirectUri, Scopes scopes) {
        AuthorizationParameters parameters = new AuthorizationParameters(
                null,
                scopes,
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                URI.create(redirectUri),
                true,
                List.of(ResourceIdentifier.of("https://mcp.example/mcp")),
                null,
                RequestedAuthentication.ANY);
        return text(pages.consent(
                FORM,
                new ConsentQuestion(client, parameters, scopes, "alice", null, true, false),
                new ResponseHeaders()));
    }

    private LocalizedPages english() {
        return pages.in(null, accepting());
    }

    private static String client(String page) {
        String before = "class=\"client\">";
        int start = page.indexOf(before) + before.length();
        return page.substring(start, page.indexOf("</bdi>", start));
    }

    /** RFC 9110, section 12.5.4; OpenID Connect Core 1.0, section 3.1.2.1. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        -,           -,                              en
        -,           de,                             de
        -,           'de-CH, en;q=0.8',              de
        -,           'fr, de;q=0.5, en;q=0.9',       en
        -,           'fr, *',                        en
        -,           'de;q=0',                       en
        -,           ';;;',                          en
        de-AT,       en,                             de
        fr de,       en,                             de
        fr,          de,                             de
        de  en,      en,                             en
        '<script>',  de,                             de
        """)
    void theLanguageIsThatOfTheUser(@Nullable String locales, @Nullable String header, String language) {
        LocalizedPages best = pages.in(locales, header == null ? accepting() : accepting(header));

        assertTrue(login(best, "app").contains("<html lang=\"" + language + "\""));
    }

    @Test
    void anOversizedLanguageHeaderIsPassedOver() {
        assertTrue(login(pages.in(null, accepting("de,".repeat(100) + "de")), "app")
                .contains("<html lang=\"en\""));
    }

    @Test
    void anAnswerTellsItsLanguage() {
        EndpointResponse page = pages.in(null, accepting("de")).error(400, Problem.MALFORMED, new ResponseHeaders());

        assertEquals("de", page.headers().firstValue("Content-Language").orElseThrow());
        assertTrue(text(page).contains("nicht zu lesen"), text(page));
    }

    @Test
    void allLanguagesHaveTheSameTexts() {
        PageFiles files = new PageFiles(new Files(Map.of()));
        Properties german = new Properties();
        try (InputStream own = Objects.requireNonNull(Pages.class.getResourceAsStream("texts_de.properties"))) {
            german.load(own);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        german.setProperty("languages", "");

        assertEquals(files.texts().stringPropertyNames(), german.stringPropertyNames());
    }

    @Test
    void scopesAreSaidInWords() {
        Scopes scopes = Scopes.of("offline_access", "notes:read");
        String page = consent(english(), client("app", "App"), "https://app.example/cb", scopes);
        String german = consent(pages.in("de", accepting()), client("app", "App"), "https://app.example/cb", scopes);

        assertTrue(page.contains("<bdi>stay connected while you are away</bdi> <code>offline_access</code>"), page);
        assertTrue(page.contains("<li><bdi>notes:read</bdi></li>"), "without words the scope itself");
        assertTrue(german.contains("verbunden bleiben, während Sie weg sind"), german);
    }

    @Test
    void anApplicationPutsItsScopesIntoWords() {
        Pages own = Pages.of(new Files(Map.of(
                "texts.properties", "scope.notes\\:read=read your notes\nlogin.title=Welcome",
                "texts_de.properties", "scope.notes\\:read=Ihre Notizen lesen")));
        Scopes scopes = Scopes.of("notes:read");

        assertTrue(consent(own.in(null, accepting()), client("app", "App"), "https://app.example/cb", scopes)
                .contains("read your notes"));
        assertTrue(consent(own.in("de", accepting()), client("app", "App"), "https://app.example/cb", scopes)
                .contains("Ihre Notizen lesen"));
        assertTrue(login(own.in(null, accepting()), "App").contains("<h1>Welcome</h1>"));
        assertTrue(login(own.in("de", accepting()), "App").contains("<h1>Anmelden</h1>"));
    }

    @Test
    void anApplicationAddsLanguages() {
        Pages own = Pages.of(new Files(Map.of(
                "texts.properties", "languages=fr, en",
                "texts_fr.properties", "login.title=Connexion à l'accueil <1>")));

        assertTrue(
                login(own.in(null, accepting("it")), "App").contains("<h1>Connexion à l&#39;accueil &lt;1&gt;</h1>"));
        assertTrue(login(own.in(null, accepting("en")), "App").contains("<h1>Sign in</h1>"));
    }

    @Test
    void anApplicationReplacesTheStyle() {
        Pages own = Pages.of(new Files(Map.of("style.css", "body { color: teal }")));
        EndpointResponse page = own.in(null, accepting()).error(400, Problem.MALFORMED, new ResponseHeaders());

        assertTrue(text(page).contains("<style>body { color: teal }</style>"));
        assertFalse(page.headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow()
                .equals(english()
                        .error(400, Problem.MALFORMED, new ResponseHeaders())
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow()));
    }

    @Test
    void anApplicationReplacesATemplate() {
        Pages own = Pages.of(new Files(Map.of("error.html", "<p>{{explanation}}</p>")));

        assertEquals(
                "<p>The application is not known here.</p>",
                text(own.in(null, accepting()).error(400, Problem.UNKNOWN_CLIENT, new ResponseHeaders())));
    }

    @Test
    void anApplicationReplacesAPartOfAllTemplates() {
        Pages own =
                Pages.of(new Files(Map.of("head.html", "<meta name=\"of\" content=\"us\"><style>{{style}}</style>")));
        LocalizedPages english = own.in(null, accepting());

        assertTrue(login(english, "App").contains("<meta name=\"of\" content=\"us\"><style>:root"));
        assertTrue(text(english.error(400, Problem.MALFORMED, new ResponseHeaders()))
                .contains("<meta name=\"of\" content=\"us\">"));
    }

    /** RFC 8628, section 3.3: users log in before anybody knows which device it is. */
    @Test
    void theLoginForADeviceNamesNoApplication() {
        String page = text(english().devices().login(FORM, LoginMessage.NONE, "", new ResponseHeaders()));

        assertTrue(page.contains("Then enter the code that your device shows."), page);
        assertFalse(page.contains("in your name"), page);
    }

    /** MCP security best practices, "Confused Deputy Problem". */
    @Test
    void theWholeRedirectUriIsShown() {
        String uri = "https://app.example/cb?" + "a=b&".repeat(200) + "c='d'";
        String page = consent(english(), client("app", "App"), uri, Scopes.of("openid"));

        assertTrue(page.contains("<bdi>app.example</bdi>"), page);
        assertTrue(
                page.contains("<bdi>https://app.example/cb?" + "a=b&amp;".repeat(200) + "c=&#39;d&#39;</bdi>"), page);
    }

    /** MCP security best practices, "Confused Deputy Problem". */
    @Test
    void whatIsAskedOfAnotherIssuerCannotBeHidden() {
        String form = "{{action}}{{interaction}}{{csrf}}{{upstreamHost}}";
        for (Map<String, String> files : List.of(
                Map.of("upstream.html", "<dt>at</dt><dd>{{upstreamHost}}</dd>"),
                Map.of("device-upstream.html", form))) {
            String message = String.valueOf(assertThrows(ConfigurationException.class, () -> Pages.of(new Files(files)))
                    .getMessage());

            assertTrue(message.contains("does not show upstreamScopes"), message);
        }
    }

    /** draft-ietf-oauth-client-id-metadata-document-00, section 6.4. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{>head}}{{>access}}{{action}}{{interaction}}{{csrf}}{{client}}{{local}}{{redirectHost}}"
                        + "{{#upstream}}{{>upstream}}{{/upstream}}",
                "{{>head}}{{>access}}{{action}}{{interaction}}{{csrf}}{{client}}{{local}}{{redirectHost}}{{redirectUri}}",
                "{{>head}}{{>access}}{{action}}{{interaction}}{{csrf}}{{client}}{{redirectHost}}",
                "{{action}}{{interaction}}{{csrf}}{{client}}",
                "{{explanation",
                "[[login.title",
                "[[no.such.text]]",
                "{{#failure}}{{message}}"
            })
    void aTemplateThatLacksWhatCountsIsRefused(String template) {
        Files files = new Files(Map.of("consent.html", template));

        String message = assertThrows(ConfigurationException.class, () -> Pages.of(files))
                .getMessage();
        assertTrue(String.valueOf(message).contains("pages"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "error.html, {{explanation}}{{password}}",
        "error.html, {{explanation}}{{>nothing}}",
        "refusal.html, {{client}}{{redirectHost}}{{location}}",
        "style.css, body {} </style><script>",
        "texts.properties, languages=",
        "texts.properties, 'languages=en,<b>'",
        "texts.properties, scope.x=\\u12"
    })
    void whatCannotBeUsedIsRefused(String name, String content) {
        Files files = new Files(Map.of(name, content));

        assertThrows(ConfigurationException.class, () -> Pages.of(files));
    }

    /** RFC 9700, section 4.11.2. */
    @Test
    void aPageAboutAnErrorShowsWhereItsLinkLeads() {
        URI redirectUri = URI.create("https://app.example/cb?a=b&c=%22");
        String page = text(english()
                .refusal(
                        client("app", "<App>"),
                        ErrorCode.INVALID_SCOPE,
                        redirectUri,
                        redirectUri + "&error=invalid_scope&state=%3Cx%3E",
                        new ResponseHeaders()));

        assertTrue(page.contains("&lt;App&gt;"), page);
        assertTrue(page.contains("<bdi>app.example</bdi>"), page);
        assertTrue(page.contains("<bdi>https://app.example/cb?a=b&amp;c=%22</bdi>"), page);
        assertTrue(
                page.contains(
                        "href=\"https://app.example/cb?a=b&amp;c=%22&amp;error=invalid_scope&amp;state=%3Cx%3E\""),
                page);
    }

    /** RFC 7591, section 2.2; RFC 4647, sections 3.3.1 and 3.4. */
    @ParameterizedTest
    @CsvSource(textBlock = """
        'de=Notizbuch,fr=Carnet',               de, Notizbuch
        'de=Notizbuch,fr=Carnet',               en, Notebook
        'DE=Notizbuch',                         de, Notizbuch
        'fr=Carnet,de-AT=Heft,de-CH=Heftli',    de, Heft
        'de-AT=Heft,de=Notizbuch',              de, Notizbuch
        'den=Other,fr=Carnet',                  de, Notebook
        """)
    void theNameOfAClientIsInTheLanguageOfThePage(String names, String language, String shown) {
        JsonObjectBuilder document = Json.createObjectBuilder().add("client_name", "Notebook");
        Stream.of(names.split(","))
                .map(name -> name.split("="))
                .forEach(name -> document.add("client_name#" + name[0], name[1]));
        Client client = new Client("app", ClientMetadata.from(document.build()), null, Instant.EPOCH, null);

        assertEquals(shown, client(login(pages.in(language, accepting()), client)));
        assertTrue(consent(pages.in(language, accepting()), client, "https://app.example/cb", Scopes.NONE)
                .contains(shown));
    }

    @Test
    void aClientWithoutAFittingNameIsShownByItsIdentifier() {
        ClientMetadata french = ClientMetadata.from(
                Json.createObjectBuilder().add("client_name#fr", "Carnet").build());

        assertEquals("app", client(login(english(), new Client("app", french, null, Instant.EPOCH, null))));
    }

    /** Unicode Technical Report 36, section 3. */
    @Test
    void aNameHidesAndReordersNothing() {
        assertEquals("a b c d", client(login(english(), "a\u202eb\u200bc\u2066d")));
        assertEquals("a b c", client(login(english(), "a\u2028b\u3164c")));
        assertEquals("a b", client(login(english(), "a\udb40\udc41b")), "a tag character of plane 14");
        assertEquals("e\u0301\u0302x", client(login(english(), "e\u0301\u0302\u0303\u0304\u0305x")));
        assertEquals("\ud83d\udcdd", client(login(english(), "\ud83d\udcdd")), "a picture stays");
    }

    @Test
    void aLongNameIsCut() {
        assertEquals("a".repeat(79) + "\u2026", client(login(english(), "a".repeat(5000))));
        assertEquals("a".repeat(80), client(login(english(), "a".repeat(80))));
        assertEquals(
                "\ud83d\udcdd".repeat(79) + "\u2026", client(login(english(), "\ud83d\udcdd".repeat(100))), "no half");
    }

    @Test
    void aFailureIsToldToThoseWhoCannotSeeIt() {
        String page = text(english().login(FORM, client("app", "App"), LoginMessage.WRONG, "", new ResponseHeaders()));

        assertTrue(page.contains("<p class=\"failure\" id=\"failure\" role=\"alert\">"), page);
        assertTrue(page.contains("aria-invalid=\"true\" aria-describedby=\"failure\""), page);
        assertFalse(login(english(), "App").contains("aria-invalid=\"true\""));
    }

    @Test
    void theHostOfAPublishedClientIsShown() {
        String page =
                consent(english(), client("https://apps.example/one", "App"), "https://app.example/cb", Scopes.NONE);

        assertTrue(page.contains("<bdi>apps.example</bdi>"), page);
        assertTrue(page.contains("<bdi>app.example</bdi>"), page);
        assertTrue(page.contains("no particular permission"), page);
        assertFalse(page.contains("program on this computer"), page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:1/cb", "http://127.0.0.1/cb", "http://[::1]:80/cb", "com.example.app:/cb"})
    void aProgramOnThisComputerIsPointedOut(String redirectUri) {
        assertTrue(consent(english(), client("app", "App"), redirectUri, Scopes.NONE)
                .contains("program on this computer"));
    }

    /** The files of an application. */
    private static final class Files extends ClassLoader {
        private final Map<String, String> byName;

        Files(Map<String, String> byName) {
            super(null);
            this.byName = byName;
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            String text =
                    name.startsWith(PageFiles.FOLDER) ? byName.get(name.substring(PageFiles.FOLDER.length())) : null;
            return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
