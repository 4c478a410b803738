package org.mcpoauth.spi.support.http;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.spi.http.HttpPurpose;
import org.mcpoauth.spi.http.HttpReply;

/**
 * What is fetched, with its limits.
 *
 * @param timeout the time from the lookup of the host to the last byte of the answer; positive
 * @param maxBodyBytes the largest body; positive
 * @param mediaTypes the media types an answer may have, in lower case, the preferred one first
 * @param anyJsonSuffix whether every media type that ends with {@code +json} will do as well
 * @param rule where the form of the answer is laid down
 * @param headers what requests of this kind say beside what is accepted
 * @param purpose what requests of this kind are for
 */
public record FetchKind(
        Duration timeout,
        int maxBodyBytes,
        List<String> mediaTypes,
        boolean anyJsonSuffix,
        Rule rule,
        Map<String, String> headers,
        HttpPurpose purpose) {
    private static final Duration TOTAL = Duration.ofSeconds(5);
    private static final int KIB = 1024;
    private static final String JSON = "application/json";

    /** Authorization server metadata, also at the OpenID Connect location. */
    public static final FetchKind AUTHORIZATION_SERVER_METADATA = new FetchKind(
                    TOTAL, 256 * KIB, List.of(JSON), false, new Rule("RFC 8414", "3.2"))
            .withPurpose(HttpPurpose.METADATA);

    /** Protected resource metadata. */
    public static final FetchKind PROTECTED_RESOURCE_METADATA = new FetchKind(
                    TOTAL, 256 * KIB, List.of(JSON), false, new Rule("RFC 9728", "3.2"))
            .withPurpose(HttpPurpose.METADATA);

    /** A JWK Set; most servers label it as plain JSON. */
    public static final FetchKind JWKS = new FetchKind(
                    TOTAL, 512 * KIB, List.of("application/jwk-set+json", JSON), false, new Rule("RFC 7517", "8.5.2"))
            .withPurpose(HttpPurpose.KEY_SET);

    /** A client ID metadata document. */
    public static final FetchKind CLIENT_METADATA = new FetchKind(
                    TOTAL, 5 * KIB, List.of(JSON), true, new Rule("draft-ietf-oauth-client-id-metadata-document", "4"))
            .withPurpose(HttpPurpose.METADATA);

    /** An answer of an endpoint beside the token endpoint, such as for registration or revocation. */
    public static final FetchKind ENDPOINT =
            new FetchKind(TOTAL, 64 * KIB, List.of(JSON), false, new Rule("RFC 6749", "5.1"));

    /** An answer of a token endpoint. */
    public static final FetchKind TOKEN = ENDPOINT.withPurpose(HttpPurpose.TOKEN);

    public FetchKind {
        mediaTypes = List.copyOf(mediaTypes);
        headers = Map.copyOf(headers);
        if (timeout.isNegative() || timeout.isZero() || maxBodyBytes <= 0) {
            throw new IllegalArgumentException("timeout and maxBodyBytes must be positive");
        }
    }

    /** A kind whose requests say what is accepted and nothing more. */
    public FetchKind(Duration timeout, int maxBodyBytes, List<String> mediaTypes, boolean anyJsonSuffix, Rule rule) {
        this(timeout, maxBodyBytes, mediaTypes, anyJsonSuffix, rule, Map.of(), HttpPurpose.OTHER);
    }

    /** The same with a header in each request. */
    public FetchKind withHeader(String name, String value) {
        return new FetchKind(timeout, maxBodyBytes, mediaTypes, anyJsonSuffix, rule, Map.of(name, value), purpose);
    }

    /** The same with another time limit. */
    public FetchKind withTimeout(Duration newTimeout) {
        return new FetchKind(newTimeout, maxBodyBytes, mediaTypes, anyJsonSuffix, rule, headers, purpose);
    }

    /** The same with another size limit. */
    public FetchKind withMaxBodyBytes(int newMaxBodyBytes) {
        return new FetchKind(timeout, newMaxBodyBytes, mediaTypes, anyJsonSuffix, rule, headers, purpose);
    }

    /** The same for an answer that another specification describes. */
    public FetchKind withRule(Rule newRule) {
        return new FetchKind(timeout, maxBodyBytes, mediaTypes, anyJsonSuffix, newRule, headers, purpose);
    }

    /** The same for another purpose. */
    public FetchKind withPurpose(HttpPurpose newPurpose) {
        return new FetchKind(timeout, maxBodyBytes, mediaTypes, anyJsonSuffix, rule, headers, newPurpose);
    }

    /**
     * Demands that an answer says it is JSON of this kind, once, and has no content coding: none was asked
     * for, and none is undone.
     *
     * @throws ResponseViolationException with {@code RESPONSE_CONTENT_TYPE} if it does not
     */
    public void requireJson(HttpReply reply) {
        List<String> types = reply.headers().allValues("Content-Type");
        if (types.size() != 1 || !accepts(essence(types.get(0)))) {
            throw violation("expected one content type out of " + accept());
        }
        List<String> codings = reply.headers().allValues("Content-Encoding");
        if (!codings.stream().allMatch("identity"::equalsIgnoreCase)) {
            throw violation("expected no content coding");
        }
    }

    /** The value of the {@code Accept} header. */
    String accept() {
        return String.join(", ", mediaTypes);
    }

    private boolean accepts(String mediaType) {
        return mediaTypes.contains(mediaType)
                || (anyJsonSuffix && mediaType.endsWith("+json") && mediaType.indexOf('/') > 0);
    }

    private static String essence(String contentType) {
        int parameters = contentType.indexOf(';');
        String essence = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return essence.strip().toLowerCase(Locale.ROOT);
    }

    private ResponseViolationException violation(String message) {
        return new ResponseViolationException(FailureCode.RESPONSE_CONTENT_TYPE, rule, message);
    }
}
