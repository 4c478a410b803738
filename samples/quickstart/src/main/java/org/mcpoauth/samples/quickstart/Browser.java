package org.mcpoauth.samples.quickstart;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.client.AuthorizationAgent;

/**
 * Stands for a person with a browser: keeps cookies, follows redirects, logs in, agrees, and stops where
 * the browser would call the redirect URI of the client.
 */
final class Browser implements AuthorizationAgent {
    private static final int MAX_PAGES = 10;

    private final HttpClient http;
    private final Narrator narrator;
    private final String username;
    private final String password;

    Browser(Narrator narrator, String username, String password) {
        this.narrator = narrator;
        this.username = username;
        this.password = password;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();
    }

    @Override
    public URI authorize(AuthorizationRequest request) {
        try {
            return browse(request);
        } catch (IOException e) {
            throw new TransportException(FailureCode.CONNECTION_FAILED, request.uri(), "no page came", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(FailureCode.INTERRUPTED, request.uri(), "interrupted", e);
        }
    }

    private URI browse(AuthorizationRequest request) throws IOException, InterruptedException {
        HttpResponse<String> page = get(request.uri());
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            if (isRedirect(page)) {
                URI next =
                        page.uri().resolve(page.headers().firstValue("Location").orElseThrow());
                if (next.toString().startsWith(request.redirectUri().toString())) {
                    return next;
                }
                page = get(next);
            } else {
                page = submit(page);
            }
        }
        throw new IOException("the pages do not end");
    }

    private HttpResponse<String> submit(HttpResponse<String> page) throws IOException, InterruptedException {
        HtmlForm form = HtmlForm.first(page.body());
        Map<String, String> fields = new LinkedHashMap<>(form.hidden());
        if (form.has("password")) {
            narrator.done(username + " logs in");
            fields.put("username", username);
            fields.put("password", password);
        } else {
            narrator.done(username + " agrees");
            fields.put("decision", "approve");
        }
        URI action = form.action().isEmpty() ? page.uri() : page.uri().resolve(form.action());
        return send(HttpRequest.newBuilder(action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", action.getScheme() + "://" + action.getRawAuthority())
                .POST(BodyPublishers.ofString(encode(fields)))
                .build());
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        narrator.wire(
                "browser " + request.method() + " " + request.uri().getRawPath() + " -> " + response.statusCode());
        return response;
    }

    private static boolean isRedirect(HttpResponse<String> page) {
        return page.statusCode() == 302 || page.statusCode() == 303;
    }

    private static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
