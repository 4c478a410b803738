package org.mcpoauth.server.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.resource.AnswerOutput;

/**
 * The body of an answer on its way out. JSON is held back until it is whole, and an event stream (WHATWG
 * HTML, "Server-sent events") until an event is, so that a message can be changed; an event stream ends
 * with the token. What is larger than a limit goes out unchanged: an identifier or state in it was not
 * protected and will not be accepted from a client. Used by one thread at a time.
 */
public final class AnswerStream extends AnswerOutput {
    private static final int MAX_HELD = 16 << 20;

    private final OutputStream target;
    private final Supplier<@Nullable String> contentType;
    private final AnswerRewriter rewriter;
    private final BooleanSupplier isOver;
    private @Nullable Form form;
    private boolean isClosed;

    /** Stands before a target; {@code isOver} tells whether the token is. */
    public AnswerStream(
            OutputStream target,
            Supplier<@Nullable String> contentType,
            AnswerRewriter rewriter,
            BooleanSupplier isOver) {
        this.target = target;
        this.contentType = contentType;
        this.rewriter = rewriter;
        this.isOver = isOver;
    }

    /** How a body of one content type goes out. */
    private interface Form {
        void write(byte[] bytes, int from, int length) throws IOException;

        void finish() throws IOException;

        default boolean isHeldBack() {
            return false;
        }
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
        if (!isClosed && (form == null || !form.isHeldBack())) {
            target.flush();
        }
    }

    @Override
    public void finish() throws IOException {
        if (!isClosed && form != null) {
            form.finish();
        }
    }

    @Override
    public void close() throws IOException {
        if (!isClosed) {
            finish();
            isClosed = true;
            target.close();
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
            return new Events();
        }
        boolean isJson = "application/json".equals(name) || name.endsWith("+json");
        return isJson && rewriter.isNeeded() ? new WholeText() : new Plain();
    }

    private static String withoutParameters(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    }

    private void endIfOver() throws IOException {
        if (isOver.getAsBoolean()) {
            isClosed = true;
            target.close();
            throw new IOException("the stream ended with its token");
        }
    }

    private final class Plain implements Form {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            target.write(bytes, from, length);
        }

        @Override
        public void finish() {
            // nothing is held back
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
        public boolean isHeldBack() {
            return held != null;
        }
    }

    /** Lines end with CR, LF or both; an empty line ends an event. */
    private final class Events implements Form {
        private final ByteArrayOutputStream event = new ByteArrayOutputStream();
        private boolean isLineEmpty = true;
        private boolean isAfterCarriageReturn;

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            endIfOver();
            for (int i = from; i < from + length; i++) {
                add(bytes[i]);
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

        @Override
        public void finish() throws IOException {
            drain();
        }
    }
}
