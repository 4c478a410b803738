package org.mcpoauth.server.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.resource.AnswerOutput;

/** The body of an answer, looked at on its way out. */
final class GuardedOutputStream extends ServletOutputStream {
    private final ServletOutputStream target;
    private final @Nullable AnswerOutput output;

    GuardedOutputStream(ServletOutputStream target, @Nullable AnswerOutput output) {
        this.target = target;
        this.output = output;
    }

    @Override
    public void write(int octet) throws IOException {
        written().write(octet);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        written().write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
        written().flush();
    }

    @Override
    public void close() throws IOException {
        written().close();
    }

    @Override
    public boolean isReady() {
        return target.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        target.setWriteListener(listener);
    }

    void finish() throws IOException {
        if (output != null) {
            output.finish();
        }
    }

    void abandon() {
        if (output != null) {
            output.abandon();
        }
    }

    void release() {
        if (output != null) {
            output.release();
        }
    }

    private OutputStream written() {
        return output == null ? target : output;
    }
}
