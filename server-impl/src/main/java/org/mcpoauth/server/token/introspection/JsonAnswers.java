package org.mcpoauth.server.token.introspection;

import jakarta.json.JsonObject;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.spi.http.HttpPurpose;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Answers that are JSON objects (RFC 7662, section 2.2). */
record JsonAnswers(StrictJson json) implements AnswerReader {
    private static final FetchKind KIND =
            FetchKind.ENDPOINT.withRule(new Rule("RFC 7662", "2.2")).withPurpose(HttpPurpose.INTROSPECTION);

    @Override
    public FetchKind kind() {
        return KIND;
    }

    @Override
    public JsonObject read(HttpReply reply) throws MalformedException {
        return json.readObject(reply.body(), JsonLimits.TOKEN_RESPONSE);
    }
}
