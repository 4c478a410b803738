package org.mcpoauth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final Secret SECRET = Secret.of("s3cr3t");

    @Test
    void textFormIsMasked() {
        assertEquals("***", SECRET.toString());
        assertFalse(List.of(SECRET).toString().contains("s3cr3t"));
        assertFalse(("token " + SECRET).contains("s3cr3t"));
    }

    @Test
    void theTextIsGivenOnDemand() {
        assertEquals("s3cr3t", SECRET.reveal());
    }

    @Test
    void equalTextsAreEqual() {
        assertEquals(SECRET, Secret.of("s3cr3t"));
        assertEquals(SECRET.hashCode(), Secret.of("s3cr3t").hashCode());
        assertNotEquals(SECRET, Secret.of("s3cr3T"));
        assertNotEquals(SECRET, Secret.of("s3cr3"));
    }

    @Test
    void presentedTextsAreCompared() {
        assertTrue(SECRET.matches("s3cr3t"));
        assertFalse(SECRET.matches("s3cr3t "));
        assertFalse(SECRET.matches(""));
    }

    @Test
    void anEmptyTextIsNoSecret() {
        assertThrows(IllegalArgumentException.class, () -> Secret.of(""));
    }

    @Test
    void itCannotBeSerialised() throws Exception {
        try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThrows(NotSerializableException.class, () -> out.writeObject(SECRET));
        }
    }
}
