package org.mcpoauth.spi.support.http;

import java.util.function.Function;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;

/**
 * What a place had to say: a document, or a 4xx status, after which a client looks at the next place the
 * specification names. Every other outcome is an exception.
 */
public sealed interface FetchResult<T> {

    /**
     * The document.
     *
     * @throws ResponseViolationException with {@code RESPONSE_STATUS_UNEXPECTED} if there is none
     */
    T orThrow();

    /** The same with the document turned into something else. */
    <R> FetchResult<R> map(Function<? super T, ? extends R> mapper);

    /** The place answered 200 with a document of the expected kind. */
    record Found<T>(T value) implements FetchResult<T> {
        @Override
        public T orThrow() {
            return value;
        }

        @Override
        public <R> FetchResult<R> map(Function<? super T, ? extends R> mapper) {
            return new Found<>(mapper.apply(value));
        }
    }

    /**
     * The place has nothing for us.
     *
     * @param status the status, from 400 to 499
     * @param rule where the form of the document is laid down
     */
    record Absent<T>(int status, Rule rule) implements FetchResult<T> {
        @Override
        public T orThrow() {
            throw new ResponseViolationException(
                    FailureCode.RESPONSE_STATUS_UNEXPECTED, rule, "expected status 200, got " + status);
        }

        @Override
        public <R> FetchResult<R> map(Function<? super T, ? extends R> mapper) {
            return new Absent<>(status, rule);
        }
    }
}
