package org.mcpoauth.server.authorization.token;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.server.authorization.key.TokenSigner;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;
import org.mcpoauth.spi.support.json.StrictJson;

/** Introspection answers that their receiver can prove to others (RFC 9701, section 5), for whoever accepts them. */
public final class SignedDescriptions {
    /** The {@code typ} of the header. */
    public static final String TYPE = "token-introspection+jwt";

    private static final String MEDIA_TYPE = "application/" + TYPE;

    private final Issuer issuer;
    private final TokenSigner signer;
    private final StrictJson json;
    private final InstantSource clock;

    /**
     * Signs answers.
     *
     * @param issuer who answers
     * @param signer signs tokens of {@link #TYPE}
     * @param json builds claims
     * @param clock tells when
     */
    public SignedDescriptions(Issuer issuer, TokenSigner signer, StrictJson json, InstantSource clock) {
        this.issuer = issuer;
        this.signer = signer;
        this.json = json;
        this.clock = clock;
    }

    /** Whether a request accepts such an answer (RFC 9701, section 4; RFC 9110, section 12.5.1). */
    boolean areWanted(EndpointRequest request) {
        return request.headers().allValues("Accept").stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .anyMatch(SignedDescriptions::isWanted);
    }

    /** The answer to a client. */
    EndpointResponse answer(String clientId, JsonObject description) {
        // without sub and exp, so that nobody takes it for an access token (section 5)
        JsonObject claims = json.object()
                .add("iss", issuer.value())
                .add("aud", clientId)
                .add("iat", clock.instant().getEpochSecond())
                .add("token_introspection", description)
                .build();
        return ResponseHeaders.notStored()
                .set("Content-Type", MEDIA_TYPE)
                .answer(200, signer.sign(claims).getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isWanted(String range) {
        List<String> parts = Stream.of(range.toLowerCase(Locale.ROOT).split(";", -1))
                .map(String::strip)
                .toList();
        return parts.get(0).equals(MEDIA_TYPE) && parts.stream().noneMatch(SignedDescriptions::isRefusal);
    }

    /** A weight of zero, however many zeros it is written with (RFC 9110, section 12.4.2). */
    private static boolean isRefusal(String parameter) {
        return parameter.startsWith("q=0") && parameter.chars().skip(2).allMatch(c -> c == '0' || c == '.');
    }
}
