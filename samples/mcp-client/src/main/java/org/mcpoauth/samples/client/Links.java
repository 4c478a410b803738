package org.mcpoauth.samples.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;
import java.util.stream.Collectors;

/** Where the pages are, and what the library serves beside them. */
final class Links {
    private static final String LIBRARY = "/mcp-oauth";
    /** What the library takes as a place to return to. */
    private static final int LONGEST_RETURN = 512;

    private Links() {}

    static String home() {
        return "/";
    }

    static String tool(NoteServer server, String tool) {
        return "/servers/" + encode(server.name()) + "/tools/" + encode(tool);
    }

    /** Sends the browser to the authorization server, and then back to a page of this application. */
    static String login(NoteServer server, String back) {
        return LIBRARY + "/login/" + encode(server.name()) + "?return=" + encode(back);
    }

    static String logout(NoteServer server) {
        return LIBRARY + "/logout/" + encode(server.name());
    }

    /** The page of a tool with its fields filled in, or empty where they are too long for a URL. */
    static String filledIn(NoteServer server, String tool, Map<String, String> arguments) {
        String query = arguments.entrySet().stream()
                .map(argument -> encode(argument.getKey()) + "=" + encode(argument.getValue()))
                .collect(Collectors.joining("&", "?", ""));
        String page = tool(server, tool);
        return page.length() + query.length() <= LONGEST_RETURN ? page + query : page;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
