package org.mcpoauth.langchain4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Line ends are {@code n} and {@code r}. */
@DisplayName("WHATWG HTML, section 9.2.5: lines of a stream end with CR LF, LF or CR, wherever its buffers end")
class EventBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "data:1nn > 1",
                "data:1rr > 1",
                "data:1rnrn > 1",
                "data:1ndata:2rnr > 1+2",
                "data:1nndata:2rr > 1;2",
                "data:\u00e9\u263ann > \u00e9\u263a",
                "data:1n > ''",
                "data:1 > ''",
                "rnrnnrdata:1rnrn > 1",
            })
    void aStreamIsCutIntoLines(String stream, String read) {
        byte[] bytes = stream.strip()
                .replace("data", "DATA")
                .replace('n', '\n')
                .replace('r', '\r')
                .replace("DATA", "data")
                .getBytes(UTF_8);
        for (int size : new int[] {1, 2, 3, bytes.length}) {
            List<String> events = new ArrayList<>();
            EventBody body = new EventBody(new EventLines(data -> events.add(data.replace('\n', '+'))));
            for (int from = 0; from < bytes.length; from += size) {
                body.onNext(List.of(ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from))));
            }
            body.onComplete();
            assertEquals(read == null ? "" : read, String.join(";", events), "buffers of " + size);
            assertEquals("", body.getBody().toCompletableFuture().join());
        }
    }
}
