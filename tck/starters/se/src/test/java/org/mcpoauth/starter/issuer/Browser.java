package org.mcpoauth.starter.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mcpoauth.spi.support.codec.Sha256;

/** A browser that keeps cookies, and whose user agrees to everything. Each request goes to the next node. */
final class Browser {
    static final String STATE = "state-of-the-client";

    private final List<URI> nodes;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private int requests;

    Browser(URI... nodes) {
        this.nodes = List.of(nodes);
    }

    /** Opens the authorization endpoint. */
    HttpResponse<String> open() throws IOException {
        return get("/oauth/authorize?"
                + Calls.form(
                        "response_type",
                        "code",
                        "client_id",
                        IssuerNode.CLIENT,
                        "redirect_uri",
                        IssuerNode.REDIRECT_URI,
                        "scope",
                        IssuerNode.SCOPE,
                        "state",
                        STATE,
                        "code_challenge",
                        Sha256.base64Url(Calls.VERIFIER),
                        "code_challenge_method",
                        "S256",
                        "resource",
                        IssuerNode.RESOURCE));
    }

    /** A whole authorization; gives the code. */
    String authorize() throws IOException {
        return parameter(walk(), "code");
    }

    /** Agrees to a device with a code. */
    void approve(String userCode) throws IOException {
        HttpResponse<String> codePage = login(get("/oauth/activate"));
        submit(submit(codePage, "user_code", userCode), "decision", "approve");
    }

    /** Goes through the pages that an authorization needs this time; gives what comes after them. */
    HttpResponse<String> walk() throws IOException {
        HttpResponse<String> answer = open();
        while (answer.statusCode() == 200) {
            answer =
                    answer.body().contains("name=\"password\"") ? login(answer) : submit(answer, "decision", "approve");
        }
        return answer;
    }

    /** Fills a login page in and goes where it leads. */
    HttpResponse<String> login(HttpResponse<String> page) throws IOException {
        return submit(page, "username", "alice", "password", IssuerNode.PASSWORD);
    }

    /** A parameter of the redirect to the client. */
    static String parameter(HttpResponse<String> redirect, String name) {
        String location = redirect.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError(redirect + " " + redirect.body()));
        assertEquals(IssuerNode.REDIRECT_URI, location.substring(0, location.indexOf('?')));
        return Stream.of(location.substring(location.indexOf('?') + 1).split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + location));
    }

    private HttpResponse<String> submit(HttpResponse<String> page, String... fields) throws IOException {
        String[] csrf = {"csrf", hidden(page, "csrf")};
        boolean isNamed = page.body().contains("name=\"interaction\"");
        String[] name = isNamed ? new String[] {"interaction", hidden(page, "interaction")} : new String[0];
        String form =
                Calls.form(Stream.of(name, csrf, fields).flatMap(Stream::of).toArray(String[]::new));
        String action = between(page.body(), "action=\"", "\"");
        HttpResponse<String> answer = keep(Calls.send(request(URI.create(action).getRawPath())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))));
        String location = answer.headers().firstValue("Location").orElse("");
        boolean isOurs = location.startsWith(IssuerNode.ISSUER + "/");
        return isOurs ? get(location.substring(IssuerNode.ISSUER.length())) : answer;
    }

    private HttpResponse<String> get(String path) throws IOException {
        return keep(Calls.send(request(path)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(nodes.get(requests++ % nodes.size()).resolve(path));
        String line = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return line.isEmpty() ? request : request.header("Cookie", line);
    }

    private HttpResponse<String> keep(HttpResponse<String> answer) {
        answer.headers().allValues("Set-Cookie").forEach(line -> {
            String pair = line.substring(0, line.indexOf(';'));
            cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        });
        return answer;
    }

    private static String hidden(HttpResponse<String> page, String name) {
        return between(page.body(), "name=\"" + name + "\" value=\"", "\"");
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start);
        if (from < 0) {
            throw new AssertionError("no " + start + " in " + text);
        }
        return text.substring(from + start.length(), text.indexOf(end, from + start.length()));
    }
}
