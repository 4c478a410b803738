package org.mcpoauth.spi.support.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "128.0.0.0/1, 255.255.255.255, true",
        "128.0.0.0/1, 127.255.255.255, false",
        "192.0.2.7/32, 192.0.2.7, true",
        "192.0.2.7/32, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fc00::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 192.0.2.1, false"
    })
    void containsWhatSharesThePrefix(String range, String address, boolean contained) throws Exception {
        byte[] bytes = InetAddress.getAllByName(address)[0].getAddress();
        assertEquals(contained, AddressRange.parse(range).contains(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "fd00::/8, fd00:0:0:0:0:0:0:1, true",
        "fd00::/8, [fd00::1], true",
        "fd00::/8, fd00::1%eth0, true",
        "fd00::/8, fe80::1%eth0, false",
        "0.0.0.0/0, localhost, false",
        "0.0.0.0/0, 10.0.0.1.example, false",
        "0.0.0.0/0, 10.0.1, false",
        "0.0.0.0/0, 10.0.0.1%eth0, false",
        "0.0.0.0/0, '', false",
        "::/0, fd00:::1, false",
        "::/0, [fd00::1, false",
        "::/0, '', false"
    })
    void aPeerIsToldByItsLiteralAndNoNameIsLookedUp(String range, String literal, boolean contained) {
        assertEquals(contained, AddressRange.parse(range).contains(literal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/",
                "/8",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8 ",
                "10.0.0.1/8",
                "10.0.0/8",
                "10/8",
                "300.0.0.0/8",
                "10.0.0.0.0/8",
                "10.0.0.0/8/8",
                "host.example/8",
                "0x0a.0.0.0/8",
                "fd00::/129",
                "fd00::1/64",
                "fd00/8",
                "fd00:::/8",
                "[fd00::]/8",
                "fe80::%1/10",
                "::ffff:10.0.0.0/104",
                "10.0.0.0/0008"
            })
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
    }

    @Test
    void theTextFormIsTheOneGiven() {
        assertEquals("10.0.0.0/8", AddressRange.parse("10.0.0.0/8").toString());
    }
}
