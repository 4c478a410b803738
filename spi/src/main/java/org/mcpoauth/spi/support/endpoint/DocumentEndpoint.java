package org.mcpoauth.spi.support.endpoint;

import java.util.List;
import java.util.function.Supplier;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/**
 * Serves a public JSON document (RFC 8414, section 3.2; RFC 7517, section 5) with an entity tag, so that
 * a client can ask whether it changed (RFC 9110, section 13.1.2).
 */
public final class DocumentEndpoint implements EndpointHandler {
    private static final String CACHE_CONTROL = "public, max-age=300";

    private final Supplier<PublishedDocument> document;

    /**
     * Serves what the supplier gives.
     *
     * @param document gives the current document
     */
    public DocumentEndpoint(Supplier<PublishedDocument> document) {
        this.document = document;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        PublishedDocument current = document.get();
        ResponseHeaders headers =
                new ResponseHeaders().set("Cache-Control", CACHE_CONTROL).set("ETag", current.entityTag());
        if (isKnown(request, current)) {
            return headers.answer(304);
        }
        headers.set("Content-Type", "application/json");
        return "HEAD".equals(request.method()) ? headers.answer(200) : headers.answer(200, current.body());
    }

    private static boolean isKnown(EndpointRequest request, PublishedDocument current) {
        return request.headers().allValues("If-None-Match").stream()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .map(String::strip)
                .anyMatch(tag ->
                        tag.equals("*") || tag.equals(current.entityTag()) || tag.equals("W/" + current.entityTag()));
    }
}
