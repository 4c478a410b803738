package org.mcpoauth.spi.support.jose;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/** The members of one JWK, read with their types (RFC 7517, section 4; RFC 7518, section 6). */
final class JwkMembers {
    private static final Set<String> SECRET = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    private final JsonObject jwk;

    JwkMembers(JsonObject jwk) {
        this.jwk = jwk;
    }

    boolean has(String name) {
        return jwk.containsKey(name);
    }

    boolean hasSecret() {
        return SECRET.stream().anyMatch(jwk::containsKey);
    }

    String text(String name) throws MalformedException {
        String text = optionalText(name);
        if (text == null) {
            throw refused("a member of the JWK is missing");
        }
        return text;
    }

    @Nullable
    String optionalText(String name) throws MalformedException {
        JsonValue value = jwk.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonString text)) {
            throw refused("a member of the JWK is not a string");
        }
        return text.getString();
    }

    byte[] octets(String name) throws MalformedException {
        return Base64Url.decode(text(name));
    }

    byte[] octets(String name, int size) throws MalformedException {
        byte[] octets = octets(name);
        if (octets.length != size) {
            throw refused("a member of the JWK has a wrong size");
        }
        return octets;
    }

    /** An integer; a leading zero octet, as some issuers write it before the modulus, is tolerated. */
    BigInteger integer(String name) throws MalformedException {
        byte[] octets = octets(name);
        if (octets.length == 0) {
            throw refused("a member of the JWK is empty");
        }
        return UnsignedInteger.read(octets);
    }

    /** The algorithm of the key, {@code null} if it names none. */
    @Nullable
    JwsAlgorithm algorithm() throws MalformedException {
        String name = optionalText("alg");
        if (name == null) {
            return null;
        }
        Optional<JwsAlgorithm> algorithm = JwsAlgorithm.named(name);
        return algorithm.orElseThrow(() -> refused("the JWK is for an algorithm that is not supported"));
    }

    /** RFC 7517, sections 4.2 and 4.3: where {@code use} or {@code key_ops} are given they must allow it. */
    void requireOperation(String operation) throws MalformedException {
        String use = optionalText("use");
        if (use != null && !use.equals("sig")) {
            throw refused("the JWK is not for signatures");
        }
        JsonValue operations = jwk.get("key_ops");
        if (operations != null && !names(operations).contains(operation)) {
            throw refused("the JWK is not for this operation");
        }
    }

    private static Set<String> names(JsonValue operations) throws MalformedException {
        if (!(operations instanceof JsonArray array)) {
            throw refused("key_ops is not an array");
        }
        Set<String> names = new HashSet<>();
        for (JsonValue operation : array) {
            if (!(operation instanceof JsonString name) || !names.add(name.getString())) {
                throw refused("key_ops holds something else than different names");
            }
        }
        return names;
    }

    static MalformedException refused(String message) {
        return new MalformedException(Fault.KEY, message);
    }
}
