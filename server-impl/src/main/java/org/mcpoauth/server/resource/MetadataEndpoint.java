package org.mcpoauth.server.resource;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Publishes the metadata of the protected resource to everybody, browsers included (RFC 9728, sections 3
 * and 3.2).
 */
final class MetadataEndpoint implements EndpointHandler {
    private static final byte[] NO_BODY = {};
    private static final String METHODS = "GET, HEAD, OPTIONS";

    private final byte[] document;
    private final String entityTag;
    private final String cacheControl;

    MetadataEndpoint(byte[] document, Duration maxAge) {
        this.document = document.clone();
        this.cacheControl = maxAge.isZero() ? "no-cache" : "public, max-age=" + maxAge.toSeconds();
        this.entityTag = "\"" + Base64Url.encode(Sha256.digest(document)) + "\"";
    }

    /** This endpoint at each path. */
    List<Endpoint> at(Stream<String> paths) {
        return paths.distinct().map(path -> new Endpoint(path, 0, this)).toList();
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> isKnown(request) ? answer(304, NO_BODY) : answer(200, body(request));
            case "OPTIONS" ->
                Responses.empty(
                        204,
                        Map.of(
                                "Access-Control-Allow-Origin", "*",
                                "Access-Control-Allow-Methods", METHODS,
                                "Access-Control-Allow-Headers", "*",
                                "Access-Control-Max-Age", "3600",
                                "Allow", METHODS));
            default -> Responses.empty(405, Map.of("Allow", METHODS));
        };
    }

    private EndpointResponse answer(int status, byte[] body) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Access-Control-Allow-Origin", "*");
        lines.put("Cache-Control", cacheControl);
        lines.put("ETag", entityTag);
        if (status == 200) {
            lines.put("Content-Type", "application/json");
        }
        return new EndpointResponse(status, Responses.headers(lines), body);
    }

    private byte[] body(EndpointRequest request) {
        return "HEAD".equals(request.method()) ? NO_BODY : document;
    }

    private boolean isKnown(EndpointRequest request) {
        return request.headers().allValues("If-None-Match").stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .anyMatch(tag -> tag.equals(entityTag) || tag.equals("W/" + entityTag) || "*".equals(tag));
    }
}
