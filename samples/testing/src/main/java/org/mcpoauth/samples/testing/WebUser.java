package org.mcpoauth.samples.testing;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A browser without scripts, and a client beside it: cookies, forms, JSON. Not safe for several threads. */
public final class WebUser {
    private static final int SEE_OTHER = 303;
    private static final int MOST_REDIRECTS = 10;
    private static final Pattern FORM = Pattern.compile("<form.*?</form>", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]+)\">([^<]+)</a>");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI origin;
    private final List<URI> sites;

    /**
     * A browser that has not been anywhere yet.
     *
     * @param origin the site that {@link #post} goes to
     * @param others further sites that redirects are followed to; a redirect to any other is the end of the way
     */
    public WebUser(URI origin, URI... others) {
        this.origin = origin;
        this.sites = Stream.concat(Stream.of(origin), Arrays.stream(others)).toList();
    }

    /** One request. */
    public HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    /** One request to a path of the first site. */
    public HttpResponse<String> post(String path, String mediaType, String body) {
        return post(origin, origin.resolve(path), mediaType, body);
    }

    /** One request with the fields of a form to a path of the first site. */
    public HttpResponse<String> postForm(String path, Map<String, String> fields) {
        return postFormOf(origin, origin.resolve(path), fields);
    }

    /** Opens a page and goes where the servers say. */
    public HttpResponse<String> open(URI uri) {
        return follow(get(uri));
    }

    /** Follows the link of a page with these words, and goes where the servers say. */
    public HttpResponse<String> click(HttpResponse<String> page, String words) {
        return LINK.matcher(page.body())
                .results()
                .filter(link -> link.group(2).equals(words))
                .findFirst()
                .map(link -> open(page.uri().resolve(link.group(1).replace("&amp;", "&"))))
                .orElseThrow(() -> new AssertionError("no such link: " + page.statusCode() + " " + page.body()));
    }

    /** Fills in a form of a page, sends it and goes where the servers say; only the last redirect leaves them. */
    public HttpResponse<String> submit(HttpResponse<String> page, String action, Map<String, String> fields) {
        return follow(send(page, action, fields));
    }

    /** Fills in the form of a page that goes to a path and names a field, and sends it. */
    public HttpResponse<String> send(HttpResponse<String> page, String action, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(form(page, action, fields.keySet()));
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        all.putAll(fields);
        return postFormOf(page.uri(), page.uri().resolve(action), all);
    }

    /** One request with the fields of a form that stood on another site. */
    public HttpResponse<String> postFormOf(URI site, URI uri, Map<String, String> fields) {
        return post(site, uri, "application/x-www-form-urlencoded", form(fields));
    }

    private HttpResponse<String> post(URI from, URI uri, String mediaType, String body) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", mediaType)
                .header("Origin", site(from))
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> follow(HttpResponse<String> first) {
        HttpResponse<String> answer = first;
        for (int i = 0; i < MOST_REDIRECTS && answer.statusCode() == SEE_OTHER; i++) {
            URI next = answer.uri().resolve(location(answer));
            if (sites.stream().noneMatch(site -> site(site).equals(site(next)))) {
                return answer;
            }
            answer = get(next);
        }
        return answer;
    }

    private static String site(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
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

    /** Where an answer sends the browser. */
    public static String location(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError("no redirect: " + answer.statusCode() + " " + answer.body()));
    }

    /** The parameters of a URL. */
    public static Map<String, String> query(URI uri) {
        return Arrays.stream(uri.getRawQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    }

    /** Fields as forms send them. */
    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** An answer that is a JSON object. */
    public static JsonObject json(HttpResponse<String> answer) {
        return parse(answer.body());
    }

    /** A text that is a JSON object. */
    public static JsonObject parse(String text) {
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
