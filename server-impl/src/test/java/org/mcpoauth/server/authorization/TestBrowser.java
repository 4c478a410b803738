package org.mcpoauth.server.authorization;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.Parameters;

/** A browser that keeps cookies, reads forms and follows redirects inside the authorization server. */
public final class TestBrowser {
    private final TestServer server;
    private final @Nullable String address;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** A browser without cookies. */
    public TestBrowser(TestServer server) {
        this(server, TestServer.ADDRESS);
    }

    /** A browser without cookies at an address, or at one that nobody knows. */
    public TestBrowser(TestServer server, @Nullable String address) {
        this.server = server;
        this.address = address;
    }

    /** The cookies, to look at or to change. */
    public Map<String, String> cookies() {
        return cookies;
    }

    /** Opens a page; gives what comes back, not following anything. */
    public EndpointResponse open(String path, @Nullable String query) {
        return keep(server.sendFrom(address, "GET", path, query, headers(), ""));
    }

    /** Opens the authorization endpoint. */
    public EndpointResponse openAuthorization(String query) {
        return open(TestServer.BASE + "/authorize", query);
    }

    /** Fills in the form of a page and sends it; follows a redirect to the next page. */
    public EndpointResponse submit(EndpointResponse page, String... namesAndValues) {
        boolean isNamed = TestServer.text(page).contains("name=\"interaction\"");
        String[] fields = new String[namesAndValues.length + 4];
        fields[0] = "interaction";
        fields[1] = isNamed ? hidden(page, "interaction") : "";
        fields[2] = "csrf";
        fields[3] = hidden(page, "csrf");
        System.arraycopy(namesAndValues, 0, fields, 4, namesAndValues.length);
        return post(action(page), TestServer.form(fields));
    }

    /** Sends a form; follows a redirect to the next page. */
    public EndpointResponse post(String path, String form) {
        Map<String, String> lines = new LinkedHashMap<>(headers());
        lines.put("Content-Type", "application/x-www-form-urlencoded");
        EndpointResponse response = keep(server.sendFrom(address, "POST", path, null, lines, form));
        String location = TestServer.header(response, "Location");
        return location.startsWith(server.server.configuration().issuer().value())
                ? follow(URI.create(location))
                : response;
    }

    /** Logs in on a login page. */
    public EndpointResponse login(EndpointResponse page) {
        return submit(page, "username", "alice", "password", "alice-pw");
    }

    /** Runs a whole authorization as a user who agrees; gives the code. */
    public String authorize(String query) {
        EndpointResponse redirect = submit(login(openAuthorization(query)), "decision", "approve");
        return parameter(redirect, "code").orElseThrow(() -> new AssertionError(TestServer.text(redirect)));
    }

    /** A parameter of the redirect to a client. */
    public static Optional<String> parameter(EndpointResponse redirect, String name) {
        String location = TestServer.header(redirect, "Location");
        try {
            return Parameters.parse(location.substring(location.indexOf('?') + 1))
                    .find(name);
        } catch (MalformedException e) {
            throw new AssertionError(location, e);
        }
    }

    /** The value of a hidden field. */
    public static String hidden(EndpointResponse page, String name) {
        return between(TestServer.text(page), "name=\"" + name + "\" value=\"", "\"");
    }

    /** Where the form of a page goes. */
    public static String action(EndpointResponse page) {
        return between(TestServer.text(page), "action=\"", "\"");
    }

    /** The cookie header as this browser sends it. */
    public Map<String, String> headers() {
        StringBuilder header = new StringBuilder();
        cookies.forEach((name, value) -> header.append(header.length() == 0 ? "" : "; ")
                .append(name)
                .append('=')
                .append(value));
        return header.length() == 0 ? Map.of() : Map.of("Cookie", header.toString());
    }

    private EndpointResponse follow(URI location) {
        return open(location.getRawPath(), location.getRawQuery());
    }

    private EndpointResponse keep(EndpointResponse response) {
        response.headers().allValues("Set-Cookie").forEach(line -> {
            String pair = line.substring(0, line.indexOf(';'));
            cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        });
        return response;
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start);
        if (from < 0) {
            throw new AssertionError("no " + start + " in " + text);
        }
        return text.substring(from + start.length(), text.indexOf(end, from + start.length()));
    }
}
