package org.mcpoauth.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// RFC 6749, section 5.2
class ErrorCodeTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a\"b", "a\\b", "a\nb", "caf\u00e9", "\u007f"})
    void otherCharactersAreRefused(String text) {
        assertFalse(ErrorCode.isErrorCode(text));
        var refused = assertThrows(IllegalArgumentException.class, () -> new ErrorCode(text));
        assertEquals("not an OAuth error code", refused.getMessage());
    }

    @Test
    void lengthHasALimit() {
        assertTrue(ErrorCode.isErrorCode("a".repeat(100)));
        assertFalse(ErrorCode.isErrorCode("a".repeat(101)));
    }

    @Test
    void codesThatNobodyRegisteredAreTaken() {
        assertEquals("x y!", new ErrorCode("x y!").toString());
        assertEquals(ErrorCode.INVALID_GRANT, new ErrorCode("invalid_grant"));
    }
}
