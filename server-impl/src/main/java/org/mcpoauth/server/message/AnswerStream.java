package org.mcpoauth.server.message;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.resource.AnswerOutput;

/**
 * The body of an answer on its way out. JSON is held back until it is whole, and an event stream (WHATWG
 * HTML, "Server-sent events") until an event is, so that a message can be changed; an event stream ends
 * with the token, even while nothing is written. What is larger than a limit goes out unchanged: an identifier
 * or state in it was not protected and will not be accepted from a client. Written by one thread at a time; the
 * end of the token comes from another.
 */
public final class AnswerStream extends AnswerOutput {
    private static final int MAX_HELD = 16 << 20;

    private final OutputStream target;
    private final Supplier<@Nullable String> contentType;
    private final AnswerRewriter rewriter;
    private final StreamEnd end;
    private volatile @Nullable Form form;
    private volatile boolean isClosed;

    /** Stands before a target; {@code end} ends it when the time is over, {@code null} if nothing can. */
    public AnswerStream(
            OutputStream target,
            Supplier<@Nullable String> contentType,
            AnswerRewriter rewriter,
            Lifetime life,
            @Nullable Closeable end) {
        this.target = target;
        this.contentType = contentType;
        this.rewriter = rewriter;
        this.end = new StreamEnd(life, end);
    }

    /** How a body of one content type goes out. */
    private interface Form {
        void write(byte[] bytes, int from, int length) throws IOException;

        void flush() throws IOException;

        void finish() throws IOException;

        void close() throws IOException;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (isClosed) {
            throw new IOException("the answer is over");
        }
        form().write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
        if (!isClosed) {
            form().flush();
        }
    }

    @Override
    public void finish() throws IOException {
        Form known = form;
        if (!isClosed && known != null) {
            known.finish();
        }
    }

    @Override
    public void abandon() {
        if (form instanceof Events) {
            end.abandon();
        }
    }

    @Override
    public void release() {
        if (form instanceof Events) {
            end.release();
        }
    }

    @Override
    public void close() throws IOException {
        if (!isClosed) {
            isClosed = true;
            Form known = form;
            if (known == null) {
                target.close();
            } else {
                known.close();
            }
        }
    }

    private Form form() {
        Form known = form;
        if (known == null) {
            known = formOf(contentType.get());
            form = known;
        }
        return known;
    }

    private Form formOf(@Nullable String type) {
        String name = type == null ? "" : withoutParameters(type).toLowerCase(Locale.ROOT);
        if ("text/event-stream".equals(name)) {
            end.await();
            return new Events();
        }
        boolean isJson = "application/json".equals(name) || name.endsWith("+json");
        return isJson && rewriter.isNeeded() ? new WholeText() : new Plain();
    }

    private static String withoutParameters(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    }

    private final class Plain implements Form {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            target.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            target.flush();
        }

        @Override
        public void finish() {
            // nothing is held back
        }

        @Override
        public void close() throws IOException {
            target.close();
        }
    }

    private final class WholeText implements Form {
        private @Nullable ByteArrayOutputStream held = new ByteArrayOutputStream();

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            ByteArrayOutputStream text = held;
            if (text == null) {
                target.write(bytes, from, length);
                return;
            }
            text.write(bytes, from, length);
            if (text.size() > MAX_HELD) {
                text.writeTo(target);
                held = null;
            }
        }

        @Override
        public void finish() throws IOException {
            ByteArrayOutputStream text = held;
            held = null;
            if (text == null || text.size() == 0) {
                return;
            }
            byte[] rewritten = rewriter.rewritten(text.toByteArray());
            if (rewritten == null) {
                text.writeTo(target);
            } else {
                target.write(rewritten);
            }
        }

        @Override
        public void flush() throws IOException {
            if (held == null) {
                target.flush();
            }
        }

        @Override
        public void close() throws IOException {
            finish();
            target.close();
        }
    }

    /** Lines end with CR, LF or both; an empty line ends an event. */
    private final class Events implements Form {
        private final ByteArrayOutputStream event = new ByteArrayOutputStream();
        private boolean isLineEmpty = true;
        private boolean isAfterCarriageReturn;

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!end.enter()) {
                throw over();
            }
            try {
                endIfOver();
                for (int i = from; i < from + length; i++) {
                    add(bytes[i]);
                }
            } finally {
                end.leave();
            }
        }

        /** Whoever writes is told, and ends the connection himself. */
        private void endIfOver() throws IOException {
            if (end.isTimeOver()) {
                end.abandon();
                target.close();
                throw over();
            }
        }

        private IOException over() {
            return new IOException("the stream ended with its token");
        }

        @Override
        public void flush() throws IOException {
            whileOpen(target::flush);
        }

        @Override
        public void finish() throws IOException {
            whileOpen(this::drain);
        }

        @Override
        public void close() throws IOException {
            whileOpen(() -> {
                drain();
                end.abandon();
                target.close();
            });
        }

        private void whileOpen(Closeable action) throws IOException {
            if (end.enter()) {
                try {
                    action.close();
                } finally {
                    end.leave();
                }
            }
        }

        private void add(byte octet) throws IOException {
            boolean isSecondHalf = octet == '\n' && isAfterCarriageReturn;
            boolean isLineEnd = octet == '\n' || octet == '\r';
            isAfterCarriageReturn = octet == '\r';
            event.write(octet);
            if (isLineEnd && !isSecondHalf) {
                if (isLineEmpty) {
                    send();
                }
                isLineEmpty = true;
            } else if (!isLineEnd) {
                isLineEmpty = false;
            }
            if (event.size() > MAX_HELD) {
                drain();
            }
        }

        private void send() throws IOException {
            byte[] rewritten = EventText.rewritten(event.toByteArray(), rewriter);
            if (rewritten == null) {
                drain();
            } else {
                event.reset();
                target.write(rewritten);
            }
        }

        private void drain() throws IOException {
            event.writeTo(target);
            event.reset();
        }
    }
}
