package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MCP 2026-07-28, Streamable HTTP, "Value Encoding"; RFC 4648, sections 3.5 and 4. */
class HeaderTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "us-west1", "a b", "a\tb", "=?base64?", "?=", "=?base64?=", "=?Base64?eA==?=", "=?base64?x"})
    void otherTextStandsForItself(String value) {
        assertEquals(Optional.of(value), HeaderText.decode(value));
    }

    // the examples of the specification
    @ParameterizedTest
    @CsvSource({
        "=?base64?SGVsbG8sIOS4lueVjA==?=, 'Hello, \u4e16\u754c'",
        "=?base64?IHBhZGRlZCA=?=, ' padded '",
        "=?base64?bGluZTEKbGluZTI=?=, 'line1\nline2'",
        "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?=, '=?base64?literal?='",
        "=?base64??=, ''"
    })
    void encodedTextIsDecoded(String value, String text) {
        assertEquals(Optional.of(text), HeaderText.decode(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?base64?eA?=", // padding missing
                "=?base64?eA=?=",
                "=?base64?eA===?=", // too much of it
                "=?base64?====?=",
                "=?base64?=?=",
                "=?base64?eB==?=", // bits left over
                "=?base64?eHl=?=",
                "=?base64?e===?=",
                "=?base64?eA==eA==?=", // padding inside
                "=?base64?e A=?=",
                "=?base64?_-==?=", // the other alphabet
                "=?base64?/w==?=", // no UTF-8
                "=?base64?7aCA?=", // a surrogate
                "=?base64?wIA=?=" // an overlong form
            })
    void otherSpellingsAreRefused(String value) {
        assertEquals(Optional.empty(), HeaderText.decode(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e9", "a\u0000", "a\u007f", "a\nb", "=?base64?\u00e9A==?="})
    void foreignCharactersAreRefused(String value) {
        assertEquals(Optional.empty(), HeaderText.decode(value));
    }
}
