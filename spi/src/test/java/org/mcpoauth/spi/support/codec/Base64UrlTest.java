package org.mcpoauth.spi.support.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {

    /** RFC 7515, appendix C. */
    @Test
    void encodesWithoutPaddingAndWithTheUrlAlphabet() throws MalformedException {
        byte[] bytes = {3, (byte) 236, (byte) 255, (byte) 224, (byte) 193};

        assertEquals("A-z_4ME", Base64Url.encode(bytes));
        assertArrayEquals(bytes, Base64Url.decode("A-z_4ME"));
    }

    /** RFC 4648, section 10. */
    @ParameterizedTest
    @CsvSource({"'',''", "f,Zg==", "fo,Zm8=", "foo,Zm9v", "foob,Zm9vYg==", "fooba,Zm9vYmE=", "foobar,Zm9vYmFy"})
    void readsAndWritesTheStandardVectors(String text, String base64) throws MalformedException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        String unpadded = base64.replace("=", "");

        assertEquals(base64, Base64Url.encodeStandard(bytes));
        assertArrayEquals(bytes, Base64Url.decodeStandard(base64));
        assertEquals(unpadded, Base64Url.encode(bytes));
        assertArrayEquals(bytes, Base64Url.decode(unpadded));
    }

    @Test
    void decodesAPartOfAText() throws MalformedException {
        assertArrayEquals(new byte[] {'f', 'o'}, Base64Url.decode("!Zm8.", 1, 4));
        assertArrayEquals(new byte[0], Base64Url.decode("!Zm8.", 2, 2));
    }

    /** RFC 7515, section 2: no padding; RFC 4648, sections 3.3 and 3.5: no foreign characters, zero trailing bits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zg==",
                "Zg=",
                "Zm8=",
                "=",
                "====",
                "Z",
                "Zm9vY",
                "Zh",
                "Zm9",
                "Zm8\n",
                "Zm8 ",
                " Zm8",
                "Zm\u00008",
                "Zm8~",
                "Zm8\u200b",
                "Zm8\u0080",
                "Zm8\uff10",
                "Zm9+",
                "Zm9/",
                "Zm.8",
                "Zm\r\n8A",
                "Zm8\ud83d\ude00"
            })
    void refusesEveryOtherSpelling(String text) {
        assertThrows(MalformedException.class, () -> Base64Url.decode(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zg",
                "Zg=",
                "Zg===",
                "Z===",
                "====",
                "=",
                "Zh==",
                "Zm9=",
                "Zm8=Zm8=",
                "Zm9v\n",
                "Zm9-",
                "Zm9_",
                " Zg=",
                "Zm8\u00e9"
            })
    void refusesEveryOtherSpellingOfStandardBase64(String text) {
        assertThrows(MalformedException.class, () -> Base64Url.decodeStandard(text));
    }

    @Test
    void everyTextThatIsReadIsTheOneThatWouldBeWritten() {
        String characters = "ABab019-_+/=. \n\u0000\u00e9";
        Random random = new Random(4648);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(9); length > 0; length--) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            assertSpelledOnce(text.toString());
        }
    }

    private static void assertSpelledOnce(String text) {
        try {
            assertEquals(text, Base64Url.encode(Base64Url.decode(text)));
        } catch (MalformedException expected) {
            assertEquals(MalformedException.Fault.SYNTAX, expected.fault());
        }
        try {
            assertEquals(text, Base64Url.encodeStandard(Base64Url.decodeStandard(text)));
        } catch (MalformedException expected) {
            assertEquals(MalformedException.Fault.SYNTAX, expected.fault());
        }
    }

    @Test
    void theMessageHoldsNoContent() {
        MalformedException refused = assertThrows(MalformedException.class, () -> Base64Url.decode("secret!"));

        assertEquals("character outside of the base64 alphabet", refused.getMessage());
        assertEquals(0, refused.getStackTrace().length);
    }

    /** RFC 7636, appendix B. */
    @Test
    void digestsAText() {
        assertEquals(
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                Sha256.base64Url("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assertEquals(HexFormat.of().formatHex(Sha256.digest(new byte[0])), Sha256.hex(""));
    }
}
