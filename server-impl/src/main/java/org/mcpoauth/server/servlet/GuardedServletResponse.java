package org.mcpoauth.server.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.http.HttpHeaders;
import java.util.List;
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
    private @Nullable GuardedOutputStream stream;
    private @Nullable PrintWriter writer;

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

    @Override
    public void flushBuffer() throws IOException {
        if (writer != null) {
            writer.flush();
        } else if (stream != null) {
            stream.flush();
        }
        super.flushBuffer();
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
        if (stream != null) {
            stream.finish();
        }
    }

    /** The call is over. */
    void completed() {
        exchange.afterCall(getStatus(), NO_HEADERS);
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
        return new GuardedOutputStream(target, body == null ? null : body.over(target, this::getContentType));
    }

    private void forget() {
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
