package org.mcpoauth.spi.support.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Map;
import org.mcpoauth.spi.support.codec.MalformedException;

/** Any bytes are either refused as malformed, or an object that comes back when it is written. */
class StrictJsonFuzzTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final JsonReaderFactory READERS = JsonProvider.provider().createReaderFactory(Map.of());

    @FuzzTest(maxDuration = "1m")
    void anyBytesAreReadOrRefused(byte[] octets) {
        JsonObject read;
        try {
            read = JSON.readObject(octets, JsonLimits.TOKEN);
        } catch (MalformedException refused) {
            assertThrows(MalformedException.class, () -> JSON.indexObject(octets, JsonLimits.TOKEN));
            return;
        }
        assertIndexedAlike(read, octets);
        assertArrayEquals(octets, new String(octets, UTF_8).getBytes(UTF_8));
        assertEquals(read, withoutLimits(JSON.write(read)));
    }

    /** Whoever asks for one member gets what he would find in the whole. */
    private static void assertIndexedAlike(JsonObject read, byte[] octets) {
        JsonObject indexed = assertDoesNotThrow(() -> JSON.indexObject(octets, JsonLimits.TOKEN));
        read.forEach((name, value) -> assertEquals(value, indexed.get(name)));
        assertEquals(read.size(), indexed.size());
    }

    /** What is written may pass a limit that the same value kept when it was read: 999E999 becomes 9.99E+1001. */
    private static JsonObject withoutLimits(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
