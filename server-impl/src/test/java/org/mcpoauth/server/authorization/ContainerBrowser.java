package org.mcpoauth.server.authorization;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** A browser whose users the container knows, or not, with each request. It follows no redirect. */
final class ContainerBrowser {
    private final TestServer server;
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private String cookie = "none=";

    ContainerBrowser(TestServer server) {
        this.server = server;
    }

    String cookie() {
        return cookie;
    }

    void header(String name, String value) {
        headers.put(name, List.of(value));
    }

    EndpointResponse open(String path, @Nullable String rawQuery, @Nullable String user) {
        return send("GET", path, rawQuery, "", user);
    }

    EndpointResponse post(String path, String form, @Nullable String user) {
        return send("POST", path, null, form, user);
    }

    /** Goes where an answer sends it to. */
    EndpointResponse follow(EndpointResponse redirect, @Nullable String user) {
        String location = TestServer.header(redirect, "Location").substring("https://as.example".length());
        int query = location.indexOf('?');
        return query < 0
                ? open(location, null, user)
                : open(location.substring(0, query), location.substring(query + 1), user);
    }

    /** Sends the form of a page. */
    EndpointResponse submit(EndpointResponse page, @Nullable String user, String... namesAndValues) {
        boolean isNamed = TestServer.text(page).contains("name=\"interaction\"");
        Stream<String> hidden = Stream.of(
                "interaction",
                isNamed ? TestBrowser.hidden(page, "interaction") : "",
                "csrf",
                TestBrowser.hidden(page, "csrf"));
        String form =
                TestServer.form(Stream.concat(hidden, Stream.of(namesAndValues)).toArray(String[]::new));
        return post(TestBrowser.action(page), form, user);
    }

    private EndpointResponse send(
            String method, String path, @Nullable String rawQuery, String form, @Nullable String user) {
        Endpoint endpoint = server.server.endpoints().stream()
                .filter(known -> known.path().equals(path))
                .findFirst()
                .orElseThrow();
        headers.put("Cookie", List.of(cookie));
        headers.put("Content-Type", List.of("application/x-www-form-urlencoded"));
        EndpointResponse response = endpoint.handler()
                .handle(new EndpointRequest(
                        method,
                        path,
                        rawQuery,
                        HttpHeaders.of(headers, (name, value) -> true),
                        form.getBytes(StandardCharsets.UTF_8),
                        null,
                        null,
                        user == null ? null : (Principal) () -> user));
        response.headers().firstValue("Set-Cookie").ifPresent(line -> cookie = line.substring(0, line.indexOf(';')));
        return response;
    }
}
