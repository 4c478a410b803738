package org.mcpoauth.spi.resource;

import java.io.Closeable;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the guard does to the body of an answer on its way out: it protects what clients bring back later,
 * and ends streams with the token. The length of the body may change.
 */
@FunctionalInterface
public interface AnswerBody {

    /**
     * Stands between the application and the connection.
     *
     * @param target where the body goes
     * @param contentType gives the {@code Content-Type} of the answer, asked when the first byte is written or
     *     flushed
     * @param end ends an event stream on which nothing is written when its token is over: called at most once, by
     *     another thread, while nobody writes, and never after {@link AnswerOutput#abandon()}. {@code null} where
     *     nothing can; such a stream ends when the application writes next
     * @return where the application writes
     */
    AnswerOutput over(OutputStream target, Supplier<@Nullable String> contentType, @Nullable Closeable end);
}
