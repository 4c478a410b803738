package org.mcpoauth.client.agent;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.GuardedHttp;

/** One visit at an authorization server, from the request to its redirect. Used by one thread, once. */
final class HeadlessVisit {
    private static final int MAX_REDIRECTS = 10;
    private static final Duration ALL = Duration.ofSeconds(30);
    private static final Rule RESPONSE = new Rule("RFC 6749", "4.1.2");
    private static final FetchKind PAGE =
            new FetchKind(Duration.ofSeconds(5), 512 << 10, List.of("text/html", "*/*"), false, RESPONSE);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> TROUBLES = Set.of(408, 429);

    private final GuardedHttp http;
    private final AuthorizationRequest request;
    private final AnswerTarget target;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);
    private final long start = System.nanoTime();

    HeadlessVisit(GuardedHttp http, AuthorizationRequest request) {
        this.http = http;
        this.request = request;
        this.target = new AnswerTarget(request.redirectUri());
    }

    /** Where the server sends the browser in the end; the only text that holds a code, and nothing else shows it. */
    URI redirect() {
        URI page = request.uri();
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            URI next = next(page);
            if (target.isAnswer(next)) {
                return next;
            }
            requireOwn(next);
            page = next;
        }
        throw violation("the authorization server redirects to itself without end; its operator has to look why");
    }

    private URI next(URI page) {
        HttpReply reply = http.send("GET", page, cookieHeader(page), null, PAGE.withTimeout(timeLeft()));
        if (!REDIRECTS.contains(reply.status())) {
            throw withoutRedirect(reply);
        }
        keepCookies(page, reply);
        return location(page, reply);
    }

    private Duration timeLeft() {
        Duration left = ALL.minusNanos(System.nanoTime() - start);
        if (left.isNegative() || left.isZero()) {
            throw new TransportException(
                    FailureCode.TIMED_OUT, request.uri(), "the authorization server did not answer in " + ALL, null);
        }
        return left.compareTo(PAGE.timeout()) < 0 ? left : PAGE.timeout();
    }

    private URI location(URI page, HttpReply reply) {
        List<String> locations = reply.headers().allValues("Location");
        if (locations.size() != 1) {
            throw violation("the authorization server redirects without saying where, or to several places");
        }
        try {
            return page.resolve(URI.create(locations.get(0)));
        } catch (IllegalArgumentException showsTheText) {
            throw violation("the authorization server redirects to something that is no URL");
        }
    }

    /** A page elsewhere is for people; the path of the redirect URI anywhere else is for somebody else. */
    private void requireOwn(URI next) {
        if (origin(next).equals(origin(request.uri()))) {
            return;
        }
        boolean isPage = "https".equalsIgnoreCase(next.getScheme()) || "http".equalsIgnoreCase(next.getScheme());
        if (isPage && !target.isAlmost(next)) {
            throw personNeeded();
        }
        throw violation("the authorization server redirects to another address than the redirect URI of the request;"
                + " its operator has to look why");
    }

    private RuntimeException withoutRedirect(HttpReply reply) {
        int status = reply.status();
        if (status >= 200 && status < 300) {
            return personNeeded();
        }
        if (status >= 500 || TROUBLES.contains(status)) {
            return new TransportException(
                    FailureCode.RESPONSE_STATUS_UNEXPECTED,
                    request.uri(),
                    "the authorization server is in trouble: status " + status,
                    http.retryAfter(reply).orElse(null),
                    null);
        }
        return new ResponseViolationException(
                FailureCode.RESPONSE_STATUS_UNEXPECTED,
                new Rule("RFC 6749", "4.1.2.1"),
                "the authorization server refuses the request itself with status " + status
                        + "; check that client identifier and redirect URI are registered there");
    }

    private AuthorizationRequiredException personNeeded() {
        return new AuthorizationRequiredException(
                "the authorization server asks a person, and nobody is here to sign in or agree: use an agent with a"
                        + " browser, or have its operator agree beforehand",
                null);
    }

    private Map<String, String> cookieHeader(URI page) {
        try {
            List<String> values = cookies.get(page, Map.of()).getOrDefault("Cookie", List.of());
            return values.isEmpty() ? Map.of() : Map.of("Cookie", String.join("; ", values));
        } catch (IOException e) {
            throw new IllegalStateException("cookies are in memory", e);
        }
    }

    private void keepCookies(URI page, HttpReply reply) {
        try {
            cookies.put(page, reply.headers().map());
        } catch (IOException e) {
            throw new IllegalStateException("cookies are in memory", e);
        }
    }

    private static String origin(URI uri) {
        return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    }

    private static ResponseViolationException violation(String message) {
        return new ResponseViolationException(FailureCode.INVALID_RESPONSE, RESPONSE, message);
    }
}
