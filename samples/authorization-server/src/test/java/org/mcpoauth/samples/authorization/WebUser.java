package org.mcpoauth.samples.authorization;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts, and a client beside it: cookies, forms, JSON. */
final class WebUser {
    private static final int SEE_OTHER = 303;
    private static final Pattern FORM = Pattern.compile("<form.*?</form>", Pattern.DOTALL);
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI origin;

    WebUser(URI origin) {
        this.origin = origin;
    }

    HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    HttpResponse<String> post(String path, String mediaType, String body) {
        return send(HttpRequest.newBuilder(origin.resolve(path))
                .header("Content-Type", mediaType)
                .header("Origin", origin.toString())
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> postForm(String path, Map<String, String> fields) {
        return post(path, "application/x-www-form-urlencoded", form(fields));
    }

    /** Fills in a form of a page, sends it and goes where the server says; only the last redirect leaves it. */
    HttpResponse<String> submit(HttpResponse<String> page, String action, Map<String, String> fields) {
        return follow(send(page, action, fields));
    }

    /** Opens a page and goes where the server says. */
    HttpResponse<String> open(URI uri) {
        HttpResponse<String> answer = get(uri);
        return answer.statusCode() == SEE_OTHER ? follow(answer) : answer;
    }

    private HttpResponse<String> follow(HttpResponse<String> answer) {
        URI next = origin.resolve(location(answer));
        return next.getPort() == origin.getPort() ? get(next) : answer;
    }

    /** Fills in the form of a page that goes to a path and names a field, and sends it. */
    HttpResponse<String> send(HttpResponse<String> page, String action, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(form(page, action, fields.keySet()));
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        all.putAll(fields);
        return postForm(action, all);
    }

    private static String form(HttpResponse<String> page, String action, Set<String> fields) {
        return FORM.matcher(page.body())
                .results()
                .map(MatchResult::group)
                .filter(form -> form.contains(" action=\"" + action + "\""))
                .filter(form -> fields.stream().allMatch(field -> form.contains(" name=\"" + field + "\"")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such form: " + page.statusCode() + " " + page.body()));
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError("no redirect: " + answer.statusCode() + " " + answer.body()));
    }

    static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    static JsonObject json(HttpResponse<String> answer) {
        return parse(answer.body());
    }

    static JsonObject parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
