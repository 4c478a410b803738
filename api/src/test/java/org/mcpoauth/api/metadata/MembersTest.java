package org.mcpoauth.api.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;

/** Every member of every document, one by one, against a table of names that was made from the registries. */
class MembersTest {
    private static final String MARK = "mark-of-the-peer";
    private static final Map<String, List<String>> WELL_FORMED = Map.ofEntries(
            Map.entry("issuer", List.of("'https://as.example/t'")),
            Map.entry("resource", List.of("'https://mcp.example/mcp'")),
            Map.entry("endpoint", List.of("'https://as.example/a?b=c'", "'http://127.0.0.1:8080'")),
            Map.entry("url", List.of("'https://as.example/a?b#c'", "'app.example:/a'", "'data:image/png;base64,AA=='")),
            Map.entry("text", List.of("'a text'")),
            Map.entry("name", List.of("'a_name'")),
            Map.entry("texts", List.of("['a b', 'c']")),
            Map.entry("names", List.of("['a', 'c']")),
            Map.entry("algorithms", List.of("['ES256', 'EdDSA']")),
            Map.entry("issuers", List.of("['https://as.example', 'https://as.example/']")),
            Map.entry("resources", List.of("['https://mcp.example/mcp']")),
            Map.entry("redirects", List.of("['https://a.example/cb?x', 'http://127.0.0.1/', 'com.example.app:/cb']")),
            Map.entry("urls", List.of("['https://a.example/#hash']")),
            Map.entry("flag", List.of("true")),
            Map.entry("scope", List.of("'a b'")),
            Map.entry("seconds", List.of("0", "3600", "1e3")),
            Map.entry("object", List.of("{'keys': []}")),
            Map.entry("aliases", List.of("{'token_endpoint': 'https://mtls.example/token'}")));
    private static final List<String> NO_URL = List.of("''", "1", "true", "[]", "{}", "'" + MARK + "'", "'https:'");
    private static final List<String> NO_HTTP_URL = List.of(
            "'https:///" + MARK + "'",
            "'https://a.example/" + MARK + " b'",
            "'//a.example/'",
            "'https://a.example/#" + MARK + "'",
            "'https://" + MARK + "@a.example/'",
            "'javascript:alert(1)'",
            "'ftp://a.example/'");
    private static final List<String> NO_LIST =
            List.of("'" + MARK + "'", "1", "{}", "true", "['']", "[1]", "[null]", "[['a']]", "['a', {}]");
    private static final Map<String, List<String>> MALFORMED = Map.ofEntries(
            Map.entry("issuer", concat(NO_HTTP_URL, List.of("'https://as.example?" + MARK + "'", "''", "1", "[]"))),
            Map.entry("resource", concat(NO_URL, NO_HTTP_URL)),
            Map.entry("endpoint", concat(NO_URL, NO_HTTP_URL)),
            Map.entry("url", concat(NO_URL, List.of("'https:///a'", "'https://a.example/{" + MARK + "}'"))),
            Map.entry("text", List.of("''", "1", "true", "[]", "['a']", "{}")),
            Map.entry("name", List.of("''", "1", "[]", "'a b'", "'a\\\\b'", "'caf\u00e9'")),
            Map.entry("texts", NO_LIST),
            Map.entry("names", concat(NO_LIST, List.of("['a\\\\b']", "['a  b']", "['caf\u00e9']"))),
            Map.entry("algorithms", concat(NO_LIST, List.of("['ES256', 'none']"))),
            Map.entry("issuers", concat(NO_LIST, List.of("['" + MARK + "']", "['https://as.example?q']"))),
            Map.entry("resources", concat(NO_LIST, List.of("['" + MARK + "']", "['https://mcp.example#']"))),
            Map.entry("redirects", concat(NO_LIST, List.of("['/cb']", "['https://a.example/#" + MARK + "']"))),
            Map.entry("urls", concat(NO_LIST, List.of("['/cb']"))),
            Map.entry("flag", List.of("'true'", "1", "[]", "{}")),
            Map.entry("scope", List.of("1", "['a']", "'a\\\\b'", "'a\\tb'")),
            Map.entry("seconds", List.of("-1", "1.5", "'1'", "1e40", "1e999999999", "true")),
            Map.entry("object", List.of("'" + MARK + "'", "1", "[]", "true")),
            Map.entry("aliases", List.of("'" + MARK + "'", "[]", "{'token_endpoint': ''}", "{'x': 1}", "{'x': null}")));

    record Row(String document, String kind, String name) {
        MetadataDocument read(String value) {
            JsonObject json = Json.of(
                    switch (document + " " + name) {
                        case "server issuer", "resource resource" -> "{'" + name + "': " + value + "}";
                        default ->
                            "{'issuer': 'https://as.example', 'resource': 'https://mcp.example', '" + name + "': "
                                    + value + "}";
                    });
            return switch (document) {
                case "server" -> AuthorizationServerMetadata.from(json);
                case "resource" -> ProtectedResourceMetadata.from(json);
                default -> ClientMetadata.from(json);
            };
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(MembersTest.class.getResourceAsStream("members.tsv"))) {
            return new String(in.readAllBytes(), UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.split("\t", -1))
                            .map(cells -> new Row(cells[0], cells[1], cells[2]))
                            .toList()
                            .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aWellFormedValueIsReadAndWritten(Row row) {
        for (String value : wellFormed(row)) {
            MetadataDocument document = row.read(value);
            assertTrue(document.has(row.name()));
            assertFalse(document.additionalMembers().containsKey(row.name()), "not known");
            assertEquals(
                    Json.of("{'a': " + value + "}").get("a"), document.toJson().get(row.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aMalformedValueIsRefusedByNameAndNotShown(Row row) {
        for (String value : Objects.requireNonNull(MALFORMED.get(row.kind()))) {
            var refused = assertThrows(InvalidMemberException.class, () -> row.read(value), value);
            assertEquals(row.name(), refused.member());
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.startsWith(row.name() + ": must be "), message);
            assertFalse(message.contains(MARK), message);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void nullIsAbsent(Row row) {
        if (row.kind().equals("issuer") || row.kind().equals("resource")) {
            assertThrows(InvalidMemberException.class, () -> row.read("null"));
        } else {
            assertFalse(row.read("null").has(row.name()));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void itsMethodGivesTheValue(Row row) throws Exception {
        String value = wellFormed(row).get(0);
        assertEquals(wireForm(value), wireForm(String.valueOf(plain(call(row, row.read(value))))));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void itsBuilderMethodWritesTheValue(Row row) throws Exception {
        MetadataDocument document = row.read(wellFormed(row).get(0));
        Object builder = emptyBuilder(row);
        for (Method method : builder.getClass().getMethods()) {
            if (method.getName().equals(camelCase(row.name()))) {
                method.invoke(builder, unwrapped(call(row, document)));
                Object built = builder.getClass().getMethod("build").invoke(builder);
                assertEquals(
                        document.toJson().get(row.name()),
                        ((MetadataDocument) built).toJson().get(row.name()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void itsVariantsAreGivenByLanguage(Row row) throws Exception {
        String value = wellFormed(row).get(0);
        MetadataDocument document = row.read(value + ", '" + row.name() + "#de': " + value);
        boolean isTranslatable = has(document, camelCase(row.name()) + "ByLanguage");
        assertEquals(!isTranslatable, document.additionalMembers().containsKey(row.name() + "#de"));
        if (isTranslatable) {
            Object variants = document.getClass()
                    .getMethod(camelCase(row.name()) + "ByLanguage")
                    .invoke(document);
            Object plain = unwrapped(call(row, document));
            assertEquals(new LanguageTagged<>(plain, Map.of("de", plain)), variants);
        }
    }

    @Test
    void theTableKnowsAllMembers() throws IOException {
        assertEquals(
                67 + 6, rows().filter(row -> row.document().equals("server")).count());
        assertEquals(15, rows().filter(row -> row.document().equals("resource")).count());
        assertEquals(60, rows().filter(row -> row.document().equals("client")).count());
    }

    private static List<String> wellFormed(Row row) {
        return Objects.requireNonNull(WELL_FORMED.get(row.kind()));
    }

    private static Object call(Row row, MetadataDocument document) throws ReflectiveOperationException {
        Object view = switch (row.document()) {
            case "server" -> ((AuthorizationServerMetadata) document).openId();
            case "client" -> ((ClientMetadata) document).openId();
            default -> document;
        };
        Object owner = has(document, method(row)) ? document : view;
        try {
            return owner.getClass().getMethod(method(row)).invoke(owner);
        } catch (InvocationTargetException failure) {
            throw new AssertionError(row.name(), failure.getCause());
        }
    }

    private static boolean has(Object owner, String method) {
        return Stream.of(owner.getClass().getMethods()).map(Method::getName).anyMatch(method::equals);
    }

    private static String method(Row row) {
        return switch (row.name()) {
            case "client_id_metadata_document_supported" -> "supportsClientIdMetadataDocument";
            case "authorization_response_iss_parameter_supported" -> "sendsIssuerInResponses";
            default -> camelCase(row.name());
        };
    }

    private static String camelCase(String name) {
        StringBuilder out = new StringBuilder();
        for (String word : name.split("_", -1)) {
            out.append(out.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return out.toString();
    }

    private static Object emptyBuilder(Row row) {
        return switch (row.document()) {
            case "server" -> AuthorizationServerMetadata.builder(Issuer.of("https://as.example"));
            case "resource" -> ProtectedResourceMetadata.builder(ResourceIdentifier.of("https://mcp.example"));
            default -> ClientMetadata.builder();
        };
    }

    private static Object unwrapped(Object value) {
        return value instanceof Optional<?> optional ? optional.orElseThrow() : value;
    }

    private static Object plain(Object value) {
        Object inner = unwrapped(value);
        return inner instanceof MtlsEndpointAliases aliases
                ? Map.of("token_endpoint", aliases.tokenEndpoint().orElseThrow())
                : inner instanceof Duration span ? span.toSeconds() : inner;
    }

    /** The text without what JSON and Java write differently. */
    private static String wireForm(String text) {
        return text.replace("'", "")
                .replace("\"", "")
                .replace("=", ":")
                .replace(" ", "")
                .replace(",", "");
    }

    private static List<String> concat(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
