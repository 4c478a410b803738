package org.mcpoauth.server.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.resource.GuardedExchange;
import org.mcpoauth.spi.resource.AnswerBody;

/**
 * The answer to a request that the guard has permitted. A session is bound to its principal when the
 * application sets the header that gives it out: if that fails, the header is not set and the
 * application gets the failure. A session that the request deletes is ended when the call is over: a
 * call that fails after all ends nothing.
 */
final class GuardedServletResponse extends HttpServletResponseWrapper {
    private static final String SESSION = "Mcp-Session-Id";
    private static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private final GuardedExchange exchange;
    private volatile @Nullable GuardedOutputStream stream;
    private @Nullable PrintWriter writer;
    private volatile @Nullable GuardedAsyncContext async;
    private volatile boolean isOver;

    GuardedServletResponse(HttpServletResponse response, GuardedExchange exchange) {
        super(response);
        this.exchange = exchange;
    }

    @Override
    public void setHeader(String name, String value) {
        bind(name, value);
        if (!isLength(name)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        bind(name, value);
        if (!isLength(name)) {
            super.addHeader(name, value);
        }
    }

    /** The length is known when everything was looked at. */
    @Override
    public void setContentLength(int length) {
        if (!isLookedAt()) {
            super.setContentLength(length);
        }
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!isLookedAt()) {
            super.setContentLengthLong(length);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        addHeader(name, Integer.toString(value));
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        GuardedOutputStream known = stream;
        if (known == null) {
            known = opened();
            stream = known;
        }
        return known;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter known = writer;
        if (known == null) {
            // as a container does it, the charset becomes part of the content type
            setCharacterEncoding(getCharacterEncoding());
            known = new PrintWriter(new OutputStreamWriter(getOutputStream(), getCharacterEncoding()));
            writer = known;
        }
        return known;
    }

    /** A stream flushes itself: what is below may have ended, and serve another, when it is written. */
    @Override
    public void flushBuffer() throws IOException {
        if (isOver) {
            throw new IOException("the stream ended with its token");
        }
        boolean isStream = isEventStream();
        if (writer != null) {
            writer.flush();
        } else if (stream != null || isStream) {
            // a stream of events has begun, even if there is none yet
            getOutputStream().flush();
        }
        if (!isStream) {
            super.flushBuffer();
        }
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        forget();
    }

    @Override
    public void reset() {
        super.reset();
        forget();
    }

    /** The application has written everything: what was held back is sent. */
    void finish() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        GuardedOutputStream known = stream;
        if (known != null) {
            known.finish();
        }
    }

    /** The call is over. */
    void completed() {
        exchange.afterCall(getStatus(), NO_HEADERS);
    }

    /** The thread of the request leaves, and the answer goes on. */
    void goesOnWithout(GuardedAsyncContext context) {
        async = context;
    }

    /** The request comes again, by {@link jakarta.servlet.AsyncContext#dispatch()}. */
    void comesAgain() {
        async = null;
    }

    /** The answer is complete: the container may use what is below for another. */
    void abandon() {
        GuardedOutputStream known = stream;
        if (known != null) {
            known.abandon();
        }
    }

    /** The same for a thread that gives the answer back to the container. */
    void release() {
        GuardedOutputStream known = stream;
        if (known != null) {
            known.release();
        }
    }

    /** The token is over. Where no thread would end the request when it leaves, nobody else might. */
    private void end(ServletOutputStream target) throws IOException {
        isOver = true;
        GuardedAsyncContext known = async;
        if (known == null) {
            target.close();
        } else {
            known.end();
        }
    }

    private boolean isEventStream() {
        String type = getContentType();
        return isLookedAt() && type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    private boolean isLength(String name) {
        return isLookedAt() && "Content-Length".equalsIgnoreCase(name);
    }

    private boolean isLookedAt() {
        return exchange.answerBody() != null;
    }

    private GuardedOutputStream opened() throws IOException {
        ServletOutputStream target = super.getOutputStream();
        AnswerBody body = exchange.answerBody();
        return new GuardedOutputStream(
                target, body == null ? null : body.over(target, this::getContentType, () -> end(target)));
    }

    private void forget() {
        abandon();
        stream = null;
        writer = null;
    }

    private void bind(String name, String value) {
        if (SESSION.equalsIgnoreCase(name) && value != null) {
            HttpHeaders session = HttpHeaders.of(Map.of(SESSION, List.of(value)), (header, text) -> true);
            // the status of the answer ends nothing yet
            exchange.afterCall(0, session);
        }
    }
}
