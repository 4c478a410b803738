package org.mcpoauth.tck.container;

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
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts that follows no redirect by itself: cookies and forms. */
final class WebUser {
    private static final Pattern ACTION = Pattern.compile("<form method=\"post\" action=\"([^\"]+)\">");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private String authorization = "";

    /** Sends this password with each request from now on, as browsers do once a server asked (RFC 7617, section 2.2). */
    void password(String name, String password) {
        authorization = basic(name, password);
    }

    /** RFC 7617, section 2. */
    static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
    }

    HttpResponse<String> get(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    HttpResponse<String> post(URI uri, String mediaType, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("Content-Type", mediaType).POST(BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> postForm(URI uri, Map<String, String> fields, String... headers) {
        return post(uri, "application/x-www-form-urlencoded", form(fields), headers);
    }

    /** Logs in if a form asks for it, agrees to what is asked then, and tells where the browser is sent. */
    URI authorize(URI request, String user) {
        HttpResponse<String> page = get(request);
        if (page.body().contains("type=\"password\"")) {
            page = get(location(submit(page, Map.of("username", user, "password", user + "-pw"))));
        }
        return approve(page);
    }

    /** Agrees to what a page asks, and tells where the browser is sent. */
    URI approve(HttpResponse<String> page) {
        return location(submit(page, Map.of("decision", "approve")));
    }

    /** Fills in the form of a page. */
    HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> fields) {
        Matcher action = ACTION.matcher(page.body());
        if (!action.find()) {
            throw new AssertionError("no form: " + page.statusCode() + " " + page.body());
        }
        Map<String, String> all = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            all.put(hidden.group(1), hidden.group(2));
        }
        all.putAll(fields);
        URI target = page.uri().resolve(action.group(1));
        return postForm(target, all, "Origin", target.getScheme() + "://" + target.getRawAuthority());
    }

    /** Where an answer sends the browser. */
    static URI location(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .map(answer.uri()::resolve)
                .orElseThrow(() -> new AssertionError("no redirect: " + answer.statusCode() + " " + answer.body()));
    }

    /** A parameter of a redirect. */
    static String parameter(URI uri, String name) {
        return Arrays.stream(uri.getRawQuery().split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), UTF_8))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + uri));
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    static JsonObject json(HttpResponse<String> answer) {
        return json(answer.body());
    }

    static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        if (!authorization.isEmpty()) {
            request.setHeader("Authorization", authorization);
        }
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
