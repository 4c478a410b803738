package org.mcpoauth.client.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Reads the head of one request, with limits for its size and for all of its time. Used by one thread. */
final class HeadReader {
    private static final int MAX_LINE = 16 << 10;
    private static final int MAX_HEAD = 32 << 10;

    private final Socket socket;
    private final long end;
    private final byte[] bytes = new byte[MAX_HEAD];
    private int length;

    HeadReader(Socket socket, Duration time) {
        this.socket = socket;
        this.end = System.nanoTime() + time.toNanos();
    }

    /** Says why there is no head that can be judged. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final StaticAnswer answer;

        private Unreadable(StaticAnswer answer) {
            super(answer.name(), null, false, false);
            this.answer = answer;
        }

        StaticAnswer answer() {
            return answer;
        }
    }

    RequestHead read() throws IOException, Unreadable {
        InputStream in = socket.getInputStream();
        int lineEnd = -1;
        int headEnd = -1;
        for (int seen = 0; headEnd < 0; seen = Math.max(0, length - 3)) {
            fill(in, lineEnd < 0);
            lineEnd = lineEnd < 0 ? find("\r\n", seen) : lineEnd;
            headEnd = find("\r\n\r\n", seen);
        }
        return RequestHead.parse(bytes, headEnd).orElseThrow(() -> new Unreadable(StaticAnswer.BAD_REQUEST));
    }

    /** Waits until the peer has ended or its time is over, so that what was written reaches it. */
    void drain() throws IOException {
        InputStream in = socket.getInputStream();
        for (int left = MAX_HEAD; left > 0; ) {
            awaitUntilEnd();
            int count = in.read(bytes, 0, bytes.length);
            if (count < 0) {
                return;
            }
            left -= count;
        }
    }

    private void fill(InputStream in, boolean isFirstLine) throws IOException, Unreadable {
        if (isFirstLine && length >= MAX_LINE) {
            throw new Unreadable(StaticAnswer.URI_TOO_LONG);
        }
        if (length == MAX_HEAD) {
            throw new Unreadable(StaticAnswer.HEADERS_TOO_LARGE);
        }
        awaitUntilEnd();
        int count = in.read(bytes, length, (isFirstLine ? MAX_LINE : MAX_HEAD) - length);
        if (count < 0) {
            throw new IOException("the peer has gone");
        }
        length += count;
    }

    private void awaitUntilEnd() throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("the peer is slow");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    }

    private int find(String text, int from) {
        for (int i = from; i <= length - text.length(); i++) {
            int same = 0;
            while (same < text.length() && bytes[i + same] == text.charAt(same)) {
                same++;
            }
            if (same == text.length()) {
                return i;
            }
        }
        return -1;
    }
}
