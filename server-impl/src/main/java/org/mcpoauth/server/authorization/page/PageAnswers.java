package org.mcpoauth.server.authorization.page;

import java.nio.charset.StandardCharsets;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Sends pages of one language with the headers that protect them.
 *
 * @param policy the content security policy
 * @param language the language
 */
record PageAnswers(String policy, String language) {

    EndpointResponse answer(int status, Template template, PageModel model, ResponseHeaders headers) {
        headers.set("Content-Type", "text/html; charset=utf-8")
                .set("Content-Language", language)
                .set("Cache-Control", "no-store")
                .set("Pragma", "no-cache")
                .set("Content-Security-Policy", policy)
                .set("X-Frame-Options", "DENY")
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer");
        return headers.answer(status, template.render(model).getBytes(StandardCharsets.UTF_8));
    }
}
