package org.mcpoauth.spi.support.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text is either the one encoding of some bytes, or refused. */
class Base64UrlFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void anyTextIsDecodedOrRefused(byte[] octets) {
        String text = new String(octets, UTF_8);
        try {
            assertEquals(text, Base64Url.encode(Base64Url.decode(text)));
        } catch (MalformedException refused) {
            assertEquals(MalformedException.Fault.SYNTAX, refused.fault());
        }
        try {
            assertEquals(text, Base64Url.encodeStandard(Base64Url.decodeStandard(text)));
        } catch (MalformedException refused) {
            assertEquals(MalformedException.Fault.SYNTAX, refused.fault());
        }
    }
}
