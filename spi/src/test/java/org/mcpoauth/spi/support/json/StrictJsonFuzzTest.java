package org.mcpoauth.spi.support.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import jakarta.json.JsonObject;
import org.mcpoauth.spi.support.codec.MalformedException;

/** Any bytes are either refused as malformed, or an object that comes back when it is written. */
class StrictJsonFuzzTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final JsonLimits ROOMY = new JsonLimits(1 << 20, 64, 1 << 16, 1 << 20, 64);

    @FuzzTest(maxDuration = "1m")
    void anyBytesAreReadOrRefused(byte[] octets) throws MalformedException {
        JsonObject read;
        try {
            read = JSON.readObject(octets, JsonLimits.TOKEN);
        } catch (MalformedException refused) {
            return;
        }
        assertArrayEquals(octets, new String(octets, UTF_8).getBytes(UTF_8));
        // numbers may be written longer than they were read, 1e999 for one
        assertEquals(read, JSON.readObject(JSON.writeBytes(read), ROOMY.withMaxBytes(1 << 20)));
    }
}
