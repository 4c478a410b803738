package org.mcpoauth.starter.refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArraySet;

/** Sends requests, follows no redirect, keeps cookies where it is told to, and remembers each secret it sends or sees. */
final class Browser {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final List<String> SECRET_HEADERS = List.of("Authorization", "DPoP", "Mcp-Session-Id", "Cookie");
    private static final int LEAST = 8;

    private final Set<String> secrets = new CopyOnWriteArraySet<>();
    private final Map<String, String> cookies = new TreeMap<>();

    /** Remembers a text that no log may hold; of a token in parts also those that only it has. */
    String secret(String text) {
        add(text);
        String[] parts = text.split("\\.", -1);
        if (text.startsWith("eyJ") && parts.length == 3) {
            add(parts[1]);
            add(parts[2]);
        }
        return text;
    }

    private void add(String text) {
        if (text.length() >= LEAST) {
            secrets.add(text);
        }
    }

    Set<String> secrets() {
        return secrets;
    }

    HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(Duration.ofSeconds(30)).build();
        SECRET_HEADERS.stream()
                .flatMap(name -> request.headers().allValues(name).stream())
                .forEach(value -> secret(value.substring(value.indexOf(' ') + 1)));
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> post(URI uri, String type, String body) {
        return send(HttpRequest.newBuilder(uri).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> form(URI uri, String... namesAndValues) {
        return post(uri, "application/x-www-form-urlencoded", encoded(namesAndValues));
    }

    /** Opens a page with the cookies of this browser. */
    HttpResponse<String> open(URI uri) {
        return keep(send(withCookies(HttpRequest.newBuilder(uri))));
    }

    /** Fills in the form of a page and sends it; opens the page that follows, unless that is of another server. */
    HttpResponse<String> submit(HttpResponse<String> page, String... namesAndValues) {
        String hidden = hidden(page, "csrf");
        if (page.body().contains("name=\"interaction\"")) {
            hidden += "&" + hidden(page, "interaction");
        }
        URI action = page.uri().resolve(between(page.body(), "action=\""));
        HttpResponse<String> answer = keep(send(withCookies(HttpRequest.newBuilder(action))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(hidden + "&" + encoded(namesAndValues)))));
        URI next = page.uri().resolve(answer.headers().firstValue("Location").orElse(""));
        boolean isOurs =
                answer.statusCode() == 303 && next.getPort() == page.uri().getPort();
        return isOurs ? open(next) : answer;
    }

    private String hidden(HttpResponse<String> page, String name) {
        return encoded(name, secret(between(page.body(), "name=\"" + name + "\" value=\"")));
    }

    private HttpRequest.Builder withCookies(HttpRequest.Builder request) {
        cookies.forEach((name, value) -> request.header("Cookie", name + "=" + secret(value)));
        return request;
    }

    private HttpResponse<String> keep(HttpResponse<String> response) {
        for (String line : response.headers().allValues("Set-Cookie")) {
            int equals = line.indexOf('=');
            cookies.put(line.substring(0, equals), secret(line.substring(equals + 1, line.indexOf(';'))));
        }
        return response;
    }

    static String between(String text, String start) {
        int from = text.indexOf(start);
        if (from < 0) {
            throw new AssertionError("no " + start + " in " + text);
        }
        return text.substring(from + start.length(), text.indexOf('"', from + start.length()));
    }

    static String encoded(String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(form.length() == 0 ? "" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }
}
