package org.mcpoauth.guarded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.spi.client.AuthorizationAgent;

/** A person with a browser, who logs in, agrees to everything and remembers what he was asked for. */
public final class Person implements AuthorizationAgent {
    public static final String NAME = "alice";
    static final String PASSWORD = "alice-pw";
    private static final int MAX_PAGES = 10;

    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();
    private final List<Scopes> asked = new CopyOnWriteArrayList<>();

    /** The scopes of each authorization, in order. */
    public List<Scopes> asked() {
        return List.copyOf(asked);
    }

    @Override
    public URI authorize(AuthorizationRequest request) {
        asked.add(request.scopes());
        return browse(request.uri(), request.redirectUri());
    }

    /** Opens a page and goes on until the browser would call the application. */
    public URI browse(URI start, URI application) {
        HttpResponse<String> page = open(start);
        for (int pages = 0; pages < MAX_PAGES; pages++) {
            String location = page.headers().firstValue("Location").orElse("");
            if (location.startsWith(application.toString())) {
                return URI.create(location);
            }
            page = location.isEmpty() ? submit(page) : open(page.uri().resolve(location));
        }
        throw new IllegalStateException("the pages do not end");
    }

    /** Fills in whichever form the page has. */
    private HttpResponse<String> submit(HttpResponse<String> page) {
        String form = "interaction=" + field(page, "interaction") + "&csrf=" + field(page, "csrf") + "&username=" + NAME
                + "&password=" + PASSWORD + "&decision=approve";
        URI action = page.uri().resolve(between(page, "action=\""));
        return send(HttpRequest.newBuilder(action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", action.getScheme() + "://" + action.getRawAuthority())
                .POST(BodyPublishers.ofString(form, StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> open(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String field(HttpResponse<String> page, String name) {
        return between(page, "name=\"" + name + "\" value=\"");
    }

    private static String between(HttpResponse<String> page, String start) {
        String text = page.body();
        int from = text.indexOf(start);
        if (from < 0) {
            throw new IllegalStateException("no " + start + " on the page with status " + page.statusCode());
        }
        return text.substring(from + start.length(), text.indexOf('"', from + start.length()));
    }
}
