package org.mcpoauth.samples.client;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/** What all pages have in common: the frame, the style, and what the browser may do with them. */
final class Page {
    private static final Html STYLE = new Html("""
        :root { color-scheme: light dark; font: 100%/1.5 system-ui, sans-serif; }
        body { margin: 0 auto; max-width: 40rem; padding: 1rem; background: Canvas; color: CanvasText; }
        section, form { margin-block: 1.5rem; }
        a, button { display: inline-block; min-height: 1.5rem; padding: .25rem 0; }
        button { padding: .5rem 1rem; font: inherit; }
        label { display: block; }
        input { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; border: 1px solid GrayText;
          background: Field; color: FieldText; }
        :focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
        dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
        pre { padding: .5rem 1rem; border-inline-start: .25rem solid; font: inherit; white-space: pre-wrap;
          overflow-wrap: anywhere; }
        """);

    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + digest(STYLE)
            + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private Page() {}

    static Response of(int status, String title, Html content) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                // with no-referrer, browsers would not tell the origin of a form either
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-store")
                .entity(frame(title, content).markup())
                .build();
    }

    private static Html frame(String title, Html content) {
        return Html.of("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{} - Notes</title>
            <style>{}</style>
            </head>
            <body>
            <header><a href="/">Notes</a></header>
            <main>
            <h1>{}</h1>
            {}
            </main>
            </body>
            </html>
            """, title, STYLE, title, content);
    }

    private static String digest(Html style) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(style.markup().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
