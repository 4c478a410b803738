package org.mcpoauth.cdi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The browser of a user: keeps cookies, sends the forms of pages, and follows redirects when it is told to. */
final class Browser {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http;
    private final List<String> seen = new ArrayList<>();

    Browser() {
        this(HttpClient.newBuilder());
    }

    /** A browser that trusts whom a context trusts. */
    Browser(SSLContext tls) {
        this(HttpClient.newBuilder().sslContext(tls));
    }

    private Browser(HttpClient.Builder connections) {
        http = connections
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(cookies)
                .build();
    }

    /**
     * What a server answered.
     *
     * @param next where it sends the browser, {@code null} for nowhere
     */
    record Page(URI uri, int status, String body, @Nullable URI next) {

        /** The value of a hidden field, empty if there is none. */
        String hidden(String name) {
            return between("name=\"" + name + "\" value=\"");
        }

        /** A parameter of the URL that the browser is sent to. */
        String sent(String name) {
            String query = "&" + redirect().getRawQuery();
            int start = query.indexOf("&" + name + "=");
            return start < 0
                    ? ""
                    : URLDecoder.decode(
                            query.substring(start + name.length() + 2).split("&", 2)[0], StandardCharsets.UTF_8);
        }

        /** Where the browser is sent, which it has to be. */
        URI redirect() {
            return Objects.requireNonNull(next, body);
        }

        private URI action() {
            return uri.resolve(between("action=\"").replace("&amp;", "&"));
        }

        private String between(String before) {
            int start = body.indexOf(before);
            return start < 0 ? "" : body.substring(start + before.length(), body.indexOf('"', start + before.length()));
        }
    }

    Page open(URI uri) {
        return send(HttpRequest.newBuilder(uri));
    }

    /** Sends the form of a page with more fields, as they stand in a form. */
    Page submit(Page page, String fields) {
        String form = fields + "&csrf=" + encoded(page.hidden("csrf")) + "&interaction="
                + encoded(page.hidden("interaction"));
        return send(HttpRequest.newBuilder(page.action())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** Sends a form without a page, as a client does. */
    Page post(URI uri, String form) {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    /** Goes where it is sent, but not to a URL that begins like this. */
    Page follow(Page page, String end) {
        Page last = page;
        while (last.next() != null && !last.next().toString().startsWith(end)) {
            last = open(last.next());
        }
        return last;
    }

    /** Loses the cookies of a server. */
    void forget(URI server) {
        for (HttpCookie cookie : cookies.getCookieStore().get(server)) {
            cookies.getCookieStore().remove(server, cookie);
        }
    }

    /** All that servers answered, one after the other. */
    String seen() {
        return String.join("\n", seen);
    }

    private Page send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
            seen.add(response.headers().map() + response.body());
            URI next = response.headers()
                    .firstValue("Location")
                    .map(response.uri()::resolve)
                    .orElse(null);
            return new Page(response.uri(), response.statusCode(), response.body(), next);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
