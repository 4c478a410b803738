package org.mcpoauth.spi.resource;

import java.io.IOException;
import java.io.OutputStream;

/** Where an application writes the body of an answer that is looked at on its way out. */
public abstract class AnswerOutput extends OutputStream {

    /** For implementations. */
    protected AnswerOutput() {}

    /**
     * Sends what was held back, and leaves the connection open. What is written afterwards may go out
     * unchanged, unless it is an event of an event stream.
     *
     * @throws IOException if it cannot be sent
     */
    public abstract void finish() throws IOException;

    /**
     * Tells that the answer is complete: from now on nothing ends it, and an event stream takes no more. Does
     * not wait for an end that is under way.
     */
    public abstract void abandon();

    /**
     * The same, and waits for an end that is under way, so that the connection may serve another request.
     * Never to be called by what ends the answer.
     */
    public abstract void release();
}
