package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/** What holds for every page. */
final class Pages {
    private Pages() {}

    static void assertProtected(EndpointResponse page) {
        String policy = TestServer.header(page, "Content-Security-Policy");
        String text = TestServer.text(page);
        String style = text.substring(text.indexOf("<style>") + 7, text.indexOf("</style>"));
        String digest = Base64Url.encodeStandard(Sha256.digest(style.getBytes(StandardCharsets.UTF_8)));

        assertTrue(policy.contains("default-src 'none'"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertTrue(policy.contains("style-src 'sha256-" + digest + "'"), "the policy allows the style of the page");
        assertEquals("DENY", TestServer.header(page, "X-Frame-Options"));
        assertEquals("nosniff", TestServer.header(page, "X-Content-Type-Options"));
        assertEquals("no-store", TestServer.header(page, "Cache-Control"));
        assertEquals("no-referrer", TestServer.header(page, "Referrer-Policy"));
        assertFalse(text.contains("<script"), "no page needs a script");
        assertFalse(text.contains("{{") || text.contains("[["), "every hole of the template is filled");
        assertTrue(text.startsWith("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">"));
    }
}
