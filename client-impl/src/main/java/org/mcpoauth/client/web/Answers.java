package org.mcpoauth.client.web;

import java.nio.charset.StandardCharsets;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Answers to browsers. None is stored, and where they lead nobody learns from a referrer: the URLs hold codes (RFC
 * 9700, section 4.2.4).
 */
final class Answers {
    private Answers() {}

    static ResponseHeaders headers() {
        return ResponseHeaders.notStored().set("Referrer-Policy", "no-referrer");
    }

    /** A redirect after which the browser asks with GET (RFC 9110, section 15.4.4). */
    static EndpointResponse seeOther(String location, ResponseHeaders headers) {
        return headers.set("Location", location).answer(303);
    }

    /** A small page without script that cannot be framed. */
    static EndpointResponse page(Notice notice) {
        ResponseHeaders headers = headers()
                .set("Content-Type", "text/html; charset=utf-8")
                .set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'")
                .set("X-Frame-Options", "DENY")
                .set("X-Content-Type-Options", "nosniff");
        if (notice == Notice.UNAVAILABLE) {
            headers.set("Retry-After", "5");
        }
        String html = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"robots\" content=\"noindex\"><title>" + notice.title() + "</title></head><body><h1>"
                + notice.title() + "</h1><p>" + notice.text() + "</p></body></html>";
        return headers.answer(notice.status(), html.getBytes(StandardCharsets.UTF_8));
    }
}
