package org.mcpoauth.spi.support.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.support.codec.MalformedException;

class StoredNumbersTest {
    private static JsonObject object(String number) throws MalformedException {
        return StrictJson.create().readObject("{\"n\":" + number + "}", JsonLimits.TOKEN);
    }

    @Test
    void whatIsWrittenIsRead() throws MalformedException {
        assertEquals(Instant.ofEpochMilli(1_767_268_800_123L), StoredNumbers.instant(object("1767268800123"), "n"));
        assertEquals(Instant.parse("9999-12-31T23:59:59.999Z"), StoredNumbers.instant(object("253402300799999"), "n"));
        assertEquals(Duration.ofSeconds(5), StoredNumbers.seconds(object("5"), "n"));
        assertEquals(Integer.MAX_VALUE, StoredNumbers.count(object("2147483647"), "n"));
        assertEquals(0, StoredNumbers.count(object("0"), "n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0.5",
                "253402300800000",
                "9223372036854775808",
                "99999999999999999999999999999999",
                "1e30",
                "1e-30",
                "\"1\"",
                "null",
                "true",
                "[1]"
            })
    void anythingElseIsNoStoredNumber(String number) throws MalformedException {
        JsonObject object = object(number);

        assertThrows(IllegalArgumentException.class, () -> StoredNumbers.instant(object, "n"));
        assertThrows(IllegalArgumentException.class, () -> StoredNumbers.seconds(object, "n"));
        assertThrows(IllegalArgumentException.class, () -> StoredNumbers.count(object, "n"));
    }

    @Test
    void whatIsMissingOrTooLargeForACountIsNone() throws MalformedException {
        JsonObject object = object("2147483648");

        assertThrows(IllegalArgumentException.class, () -> StoredNumbers.count(object, "n"));
        assertThrows(IllegalArgumentException.class, () -> StoredNumbers.instant(object, "missing"));
    }
}
