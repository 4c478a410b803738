package org.mcpoauth.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a limit of 8 bytes; line ends are {@code n} and {@code r}. */
@DisplayName("What a server sends has a limit, and is cut off beyond it")
class LimitedTest {
    private boolean isCancelled;

    @ParameterizedTest
    @CsvSource({
        "false, 12345678, true",
        "false, 123456789, false",
        "false, 1234nn5678, false",
        "true, 12345678, true",
        "true, 123456789, false",
        "true, 123456nn123456nn, true",
        "true, 123456rnrn123456rnrn, true",
        "true, 123456rr123456rr, true",
        "true, 1234n1234n, false",
        "true, 1234rn1234rn, false",
        "true, 1234r1234r, false",
        "true, nnnnnnnnnnnnnnnn, true"
    })
    void anEventAndABodyHaveALimit(boolean isStream, String sent, boolean isRead) {
        Limited<String> limited = new Limited<>(BodySubscribers.ofString(StandardCharsets.UTF_8), isStream, 8);
        limited.onSubscribe(new Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                isCancelled = true;
            }
        });
        for (byte next : sent.replace('n', '\n').replace('r', '\r').getBytes(StandardCharsets.UTF_8)) {
            limited.onNext(List.of(ByteBuffer.wrap(new byte[] {next})));
        }
        limited.onComplete();
        CompletableFuture<String> body = limited.getBody().toCompletableFuture();
        assertEquals(isRead, !body.isCompletedExceptionally());
        assertEquals(isRead, !isCancelled);
    }
}
