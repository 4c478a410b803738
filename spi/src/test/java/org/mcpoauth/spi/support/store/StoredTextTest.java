package org.mcpoauth.spi.support.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\0", "\u00e9", "\uffff", "\ud83d\udd11", "\ud83d", "\udd11\ud83d", "x\ud800y"})
    void everyTextComesBack(String text) {
        assertEquals(text, StoredText.text(StoredText.bytes(text)));
        assertEquals(text, StoredText.textOrNull(StoredText.bytesOrNull(text)));
    }

    @Test
    void ordinaryTextIsUtf8() {
        assertArrayEquals("{\"sub\":\"\u00e9\"}".getBytes(UTF_8), StoredText.bytes("{\"sub\":\"\u00e9\"}"));
    }

    @Test
    void noTextIsNoBytes() {
        assertNull(StoredText.bytesOrNull(null));
        assertNull(StoredText.textOrNull(null));
    }
}
