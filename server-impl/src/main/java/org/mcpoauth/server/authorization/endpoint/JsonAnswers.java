package org.mcpoauth.server.authorization.endpoint;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;
import org.mcpoauth.spi.support.json.StrictJson;

/** Writes JSON answers that must not be stored (RFC 6749, sections 5.1 and 5.2). */
public final class JsonAnswers {
    private final StrictJson json;

    /**
     * Writes with these factories.
     *
     * @param json the JSON of this server
     */
    public JsonAnswers(StrictJson json) {
        this.json = json;
    }

    /**
     * Begins an object.
     *
     * @return an empty builder
     */
    public JsonObjectBuilder object() {
        return json.object();
    }

    /**
     * Answers with a document.
     *
     * @param status the status
     * @param body the document
     * @return the answer
     */
    public EndpointResponse answer(int status, JsonObject body) {
        return answer(status, body, ResponseHeaders.notStored());
    }

    /**
     * Answers with an error.
     *
     * @param status the status
     * @param error the code
     * @param description what {@code error_description} may hold, or {@code null}
     * @param headers further header lines
     * @return the answer
     */
    public EndpointResponse error(int status, ErrorCode error, @Nullable String description, ResponseHeaders headers) {
        JsonObjectBuilder body = json.object().add("error", error.value());
        if (description != null) {
            body.add("error_description", description);
        }
        return answer(status, body.build(), headers);
    }

    private EndpointResponse answer(int status, JsonObject body, ResponseHeaders headers) {
        return headers.set("Content-Type", "application/json").answer(status, json.writeBytes(body));
    }
}
