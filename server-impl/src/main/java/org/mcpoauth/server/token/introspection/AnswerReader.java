package org.mcpoauth.server.token.introspection;

import jakarta.json.JsonObject;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.FetchKind;

/** One form of answer of an introspection endpoint. */
interface AnswerReader {

    /** The media type that is asked for and required, and the limits. */
    FetchKind kind();

    /**
     * Reads an answer with status 200 and the right media type.
     *
     * @return what it says of the token
     * @throws MalformedException if it breaks a rule
     * @throws org.mcpoauth.api.error.TransportException if it cannot be judged now
     */
    JsonObject read(HttpReply reply) throws MalformedException;
}
