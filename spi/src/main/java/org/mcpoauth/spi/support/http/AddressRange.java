package org.mcpoauth.spi.support.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of IP addresses, as {@code 10.0.0.0/8} or {@code fd00::/8} write it (RFC 4632; RFC 4291, section 2.3). */
public final class AddressRange {
    private final String text;
    private final byte[] network;
    private final int prefixLength;

    private AddressRange(String text, byte[] network, int prefixLength) {
        this.text = text;
        this.network = network;
        this.prefixLength = prefixLength;
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is not an address literal, a slash and a prefix length, or
     *     if bits behind the prefix are set
     */
    public static AddressRange parse(String cidr) {
        int slash = cidr.indexOf('/');
        if (slash < 0) {
            throw malformed(cidr);
        }
        String literal = cidr.substring(0, slash);
        byte[] network = literal.indexOf(':') >= 0 ? ipv6(literal) : ipv4(literal);
        int prefixLength = decimal(cidr.substring(slash + 1), network.length * 8);
        AddressRange range = new AddressRange(cidr, network, prefixLength);
        if (range.hasBitsBehindPrefix()) {
            throw malformed(cidr);
        }
        return range;
    }

    /**
     * Whether an address lies in this block.
     *
     * @param literal an address literal as a server tells that of its peer, perhaps with brackets or the
     *     zone of RFC 4007; a name is in no block, and nobody is asked for it
     * @return {@code true} if it does
     */
    public boolean contains(String literal) {
        try {
            String bare = withoutBracketsAndZone(literal);
            return contains(bare.indexOf(':') >= 0 ? ipv6(bare) : ipv4(bare));
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    /** Whether an address of 4 or 16 bytes lies in this block. */
    boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = prefixLength / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != network[i]) {
                return false;
            }
        }
        int rest = prefixLength % 8;
        return rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0;
    }

    private boolean hasBitsBehindPrefix() {
        for (int bit = prefixLength; bit < network.length * 8; bit++) {
            if ((network[bit / 8] >> (7 - bit % 8) & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    private static String withoutBracketsAndZone(String literal) {
        boolean isBracketed = literal.startsWith("[") && literal.endsWith("]");
        String bare = isBracketed ? literal.substring(1, literal.length() - 1) : literal;
        int zone = bare.indexOf('%');
        return zone < 0 || bare.indexOf(':') < 0 ? bare : bare.substring(0, zone);
    }

    // InetAddress never asks the name service for a text with a colon
    private static byte[] ipv6(String literal) {
        if (literal.indexOf('[') >= 0 || literal.indexOf('%') >= 0) {
            throw malformed(literal);
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw malformed(literal);
        }
    }

    // InetAddress would ask the name service for "300.1.1.1", so the four numbers are read here
    private static byte[] ipv4(String literal) {
        String[] parts = literal.split("\\.", -1);
        if (parts.length != 4) {
            throw malformed(literal);
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) decimal(parts[i], 255);
        }
        return bytes;
    }

    private static int decimal(String digits, int max) {
        // a leading zero means octal to some and nothing to others
        boolean isPlain = !digits.startsWith("0") || digits.length() == 1;
        if (digits.isEmpty()
                || digits.length() > 3
                || !isPlain
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(digits);
        }
        int value = Integer.parseInt(digits);
        if (value > max) {
            throw malformed(digits);
        }
        return value;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("not an address range such as 10.0.0.0/8: " + text);
    }

    /** Gives the text form. */
    @Override
    public String toString() {
        return text;
    }
}
