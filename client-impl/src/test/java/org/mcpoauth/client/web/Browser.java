package org.mcpoauth.client.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.client.scripted.HeadlessAgent;

/** A browser of one user: keeps cookies, does not follow redirects by itself. */
final class Browser {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final Map<String, String> cookies = new LinkedHashMap<>();
    private final WebApplication application;
    private final @Nullable String user;

    Browser(WebApplication application, @Nullable String user) {
        this.application = application;
        this.user = user;
    }

    HttpRequest.Builder request(String pathAndQuery) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(application.uri(pathAndQuery)).timeout(Duration.ofSeconds(30));
        if (user != null) {
            request.header("X-User", user);
        }
        cookies.forEach((name, value) -> request.header("Cookie", name + "=" + value));
        return request;
    }

    HttpResponse<String> get(String pathAndQuery) {
        return send(request(pathAndQuery));
    }

    HttpResponse<String> get(URI uri) {
        return get(uri.getRawPath() + "?" + uri.getRawQuery());
    }

    /** A form of the application itself. */
    HttpResponse<String> post(String path, String form) {
        return send(form(path, form).header("Origin", application.origin()));
    }

    HttpRequest.Builder form(String path, String form) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            for (String line : answer.headers().allValues("Set-Cookie")) {
                String pair = line.split(";", -1)[0];
                cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
            return answer;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Goes to the login and to the authorization server, and gives where that sends it. */
    URI login(String query) {
        return URI.create(HeadlessAgent.open(location(get(WebApplication.LOGIN + query))));
    }

    static URI location(HttpResponse<?> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }
}
