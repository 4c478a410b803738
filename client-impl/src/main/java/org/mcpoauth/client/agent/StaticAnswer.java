package org.mcpoauth.client.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;

/** All that the listener ever says. Nothing of a request comes back, for its parameters are not validated yet. */
enum StaticAnswer {
    TAKEN(
            "200 OK",
            "text/html",
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Back to the application</title>"
                    + "<p>The application has the answer. You can close this window.</html>"),
    BAD_REQUEST("400 Bad Request", "text/plain", "This is not the answer of an authorization server."),
    FORBIDDEN("403 Forbidden", "text/plain", "Pages of others cannot answer here."),
    NOT_FOUND("404 Not Found", "text/plain", "There is nothing here."),
    METHOD_NOT_ALLOWED("405 Method Not Allowed", "text/plain", "Only GET can be used here."),
    URI_TOO_LONG("414 URI Too Long", "text/plain", "The answer is too long."),
    HEADERS_TOO_LARGE("431 Request Header Fields Too Large", "text/plain", "The request is too large.");

    private final byte[] text;

    StaticAnswer(String status, String type, String body) {
        this.text = ("HTTP/1.1 " + status + "\r\n"
                        + (status.startsWith("405") ? "Allow: GET\r\n" : "")
                        + "Content-Type: " + type + "; charset=utf-8\r\n"
                        + "Content-Length: " + body.length() + "\r\n"
                        + "Cache-Control: no-store\r\n"
                        + "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'none'\r\n"
                        + "Cross-Origin-Opener-Policy: same-origin\r\n"
                        + "Cross-Origin-Resource-Policy: same-origin\r\n"
                        + "Referrer-Policy: no-referrer\r\n"
                        + "X-Content-Type-Options: nosniff\r\n"
                        + "Connection: close\r\n\r\n"
                        + body)
                .getBytes(US_ASCII);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(text);
        out.flush();
    }
}
