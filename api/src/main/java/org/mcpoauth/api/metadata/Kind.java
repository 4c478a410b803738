package org.mcpoauth.api.metadata;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.internal.JsonValues;

/**
 * What a member may hold, in both directions.
 *
 * @param rule says to people what is expected
 * @param reader gives the value, or {@code null} when the JSON does not obey the rule
 * @param writer gives the JSON
 */
record Kind<T>(String rule, Reader<T> reader, Function<T, JsonValue> writer) {
    /** Reads one JSON value. */
    @FunctionalInterface
    interface Reader<T> {
        @Nullable
        T read(JsonValue value);
    }

    static final Kind<String> TEXT = text("must be a text that is not empty", Function.identity());
    static final Kind<URI> URL = text("must be an absolute URL", Kind::absolute);
    static final Kind<URI> ENDPOINT =
            text("must be an absolute http(s) URL without user information and fragment", Kind::endpoint);
    /** RFC 6749, section 3.1.2. */
    static final Kind<URI> REDIRECT_URI = text("must be an absolute URL without fragment", Kind::redirectUri);

    static final Kind<Issuer> ISSUER = text("must be an issuer identifier", Issuer::of);
    static final Kind<ResourceIdentifier> RESOURCE = text("must be a resource identifier", ResourceIdentifier::of);
    /** RFC 8414, section 2, and RFC 9728, section 2, forbid {@code none} in lists of signing algorithms. */
    static final Kind<String> ALGORITHM = text("must be a JWS algorithm other than none", Kind::algorithm);

    static final Kind<String> SCOPE_TOKEN =
            text("must be a scope token", token -> Scopes.of(token).toString());
    static final Kind<Scopes> SCOPES = new Kind<>(
            "must be a text of scope tokens",
            value -> value instanceof JsonString text ? orNull(text.getString(), Scopes::parse) : null,
            scopes -> JsonValues.of(scopes.toString()));
    static final Kind<Boolean> FLAG = new Kind<>("must be true or false", Kind::flag, JsonValues::of);
    static final Kind<Duration> SECONDS =
            new Kind<>("must be a whole number of seconds", Kind::seconds, span -> JsonValues.of(span.toSeconds()));
    /** Seconds since 1970 (RFC 7591, section 3.2.1); some servers send fractions, which have no meaning. */
    static final Kind<Instant> INSTANT = new Kind<>(
            "must be a number of seconds since 1970",
            Kind::instant,
            instant -> JsonValues.of(instant.getEpochSecond()));

    static final Kind<Secret> SECRET = new Kind<>(
            TEXT.rule(),
            value -> value instanceof JsonString text ? orNull(text.getString(), Secret::of) : null,
            secret -> JsonValues.of(secret.reveal()));
    static final Kind<JsonObject> OBJECT = new Kind<>(
            "must be a JSON object", value -> value instanceof JsonObject object ? object : null, object -> object);

    static final Kind<GrantType> GRANT_TYPE = text("must be a grant type", GrantType::of);
    static final Kind<ResponseType> RESPONSE_TYPE = text("must be a response type", ResponseType::of);
    static final Kind<ClientAuthenticationMethod> AUTHENTICATION_METHOD =
            text("must be a client authentication method", ClientAuthenticationMethod::of);
    static final Kind<ApplicationType> APPLICATION_TYPE = text("must be an application type", ApplicationType::of);
    static final Kind<TokenTypeIdentifier> TOKEN_TYPE =
            text("must be a token type identifier", TokenTypeIdentifier::of);
    static final Kind<MtlsEndpointAliases> ENDPOINT_ALIASES = new Kind<>(
            "must be an object of absolute http(s) URLs",
            value -> value instanceof JsonObject object ? aliases(object) : null,
            aliases -> JsonValues.object(aliases(aliases)));

    /** A text that is not empty, made into something whose {@code toString} gives the text again. */
    static <T> Kind<T> text(String rule, Function<String, T> conversion) {
        return new Kind<>(
                rule,
                value -> value instanceof JsonString text && !text.getString().isEmpty()
                        ? orNull(text.getString(), conversion)
                        : null,
                value -> JsonValues.of(value.toString()));
    }

    /** An array whose elements are all of one kind. */
    static <T> Kind<List<T>> listOf(Kind<T> element) {
        return new Kind<>(
                "must be an array in which each element " + element.rule(),
                value -> value instanceof JsonArray array ? list(array, element) : null,
                values -> JsonValues.array(values.stream().map(element.writer()).toList()));
    }

    private static <T> @Nullable List<T> list(JsonArray array, Kind<T> element) {
        List<T> values = new ArrayList<>(array.size());
        for (JsonValue value : array) {
            T read = element.reader().read(value);
            if (read == null) {
                return null;
            }
            values.add(read);
        }
        return List.copyOf(values);
    }

    private static <T> @Nullable T orNull(String text, Function<String, T> conversion) {
        try {
            return conversion.apply(text);
        } catch (IllegalArgumentException showsTheValue) {
            return null;
        }
    }

    private static @Nullable MtlsEndpointAliases aliases(JsonObject object) {
        Map<String, URI> endpoints = new LinkedHashMap<>();
        for (Map.Entry<String, JsonValue> entry : object.entrySet()) {
            URI endpoint = ENDPOINT.reader().read(entry.getValue());
            if (endpoint == null) {
                return null;
            }
            endpoints.put(entry.getKey(), endpoint);
        }
        return new MtlsEndpointAliases(endpoints);
    }

    private static Map<String, JsonValue> aliases(MtlsEndpointAliases aliases) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        aliases.endpoints()
                .forEach((name, uri) -> members.put(name, ENDPOINT.writer().apply(uri)));
        return members;
    }

    private static @Nullable Boolean flag(JsonValue value) {
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> null;
        };
    }

    private static @Nullable Duration seconds(JsonValue value) {
        try {
            // the exact conversion looks at the exponent first: 1e999999999 costs nothing
            return value instanceof JsonNumber number && number.longValueExact() >= 0
                    ? Duration.ofSeconds(number.longValueExact())
                    : null;
        } catch (ArithmeticException notWhole) {
            return null;
        }
    }

    private static @Nullable Instant instant(JsonValue value) {
        double seconds = value instanceof JsonNumber number ? number.doubleValue() : -1;
        return seconds >= 0 && seconds <= Instant.MAX.getEpochSecond() ? Instant.ofEpochSecond((long) seconds) : null;
    }

    private static URI absolute(String text) {
        URI uri = URI.create(text);
        boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        return require(uri.isAbsolute() && (!isHttp || uri.getHost() != null), uri);
    }

    private static URI redirectUri(String text) {
        URI uri = absolute(text);
        return require(uri.getRawFragment() == null, uri);
    }

    private static URI endpoint(String text) {
        URI uri = redirectUri(text);
        boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        return require(isHttp && uri.getRawUserInfo() == null, uri);
    }

    private static String algorithm(String text) {
        return require(!"none".equals(text), text);
    }

    private static <T> T require(boolean isValid, T value) {
        if (!isValid) {
            throw new IllegalArgumentException("the rule of this kind is broken");
        }
        return value;
    }
}
