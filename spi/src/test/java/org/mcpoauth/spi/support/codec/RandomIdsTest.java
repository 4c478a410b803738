package org.mcpoauth.spi.support.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class RandomIdsTest {

    @Test
    void anIdentifierHas256BitsAndIsNeverRepeated() throws MalformedException {
        RandomIds ids = new RandomIds();
        String id = ids.next();

        assertEquals(32, Base64Url.decode(id).length);
        assertNotEquals(id, ids.next());
        assertEquals(5, ids.bytes(5).length);
    }
}
