package org.mcpoauth.spi.support.jose;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * A checked JOSE header of a JWS (RFC 7515, section 4).
 *
 * <p>Refused are {@code crit} and {@code b64}, because no extension is supported here, {@code zip} and
 * {@code enc}, which belong to JWE, and the content type of a nested JWT. The members that lead to a
 * key, {@code jku}, {@code x5u}, {@code x5c}, {@code x5t} and {@code x5t#S256}, are never read, since
 * real issuers send them along and the key comes from elsewhere. {@code jwk} is refused, except in DPoP
 * proofs, which must have it.
 *
 * @param algorithm the {@code alg} member as it stands; the verifier compares it with its allow-list
 * @param type the {@code typ} member, {@code null} if there is none; the caller judges it
 * @param keyId the {@code kid} member, {@code null} if there is none
 * @param members the whole header
 */
public record JwsHeader(
        String algorithm, @Nullable String type, @Nullable String keyId, JsonObject members) {
    private static final Set<String> FOREIGN = Set.of("crit", "b64", "zip", "enc");
    private static final String MEDIA_TYPE_PREFIX = "application/";

    static JwsHeader read(JsonObject members, boolean keyEmbedded) throws MalformedException {
        for (String name : FOREIGN) {
            if (members.containsKey(name)) {
                throw refused("the header has a member that is not supported");
            }
        }
        boolean asExpected = keyEmbedded ? members.get("jwk") instanceof JsonObject : !members.containsKey("jwk");
        if (!asExpected) {
            throw refused("the header must have a key in proofs and nowhere else");
        }
        String algorithm = text(members, "alg");
        if (algorithm == null) {
            throw refused("the header has no algorithm");
        }
        String contentType = text(members, "cty");
        if (contentType != null && isMediaType(contentType, "jwt")) {
            throw refused("nested tokens are not supported");
        }
        return new JwsHeader(algorithm, text(members, "typ"), text(members, "kid"), members);
    }

    /**
     * Whether the type is the given one. Media types have no case, and {@code application/} may be left
     * out (RFC 7515, section 4.1.9).
     *
     * @param expected the type in lower case without {@code application/}, such as {@code at+jwt}
     * @return {@code true} if the header has this type
     */
    public boolean hasType(String expected) {
        return type != null && isMediaType(type, expected);
    }

    /**
     * The public key in the header of a DPoP proof.
     *
     * @return the key
     * @throws MalformedException if there is none, or it is unusable or private
     */
    public VerificationKey embeddedKey() throws MalformedException {
        if (members.get("jwk") instanceof JsonObject jwk) {
            return Jwk.publicKey(jwk);
        }
        throw refused("the header has no key");
    }

    /** Names the members but {@code kid}, which is a peer's text. */
    @Override
    public String toString() {
        return "JwsHeader[" + members.keySet().size() + " members]";
    }

    private static boolean isMediaType(String type, String expected) {
        int start = hasPrefix(type, MEDIA_TYPE_PREFIX) ? MEDIA_TYPE_PREFIX.length() : 0;
        return type.length() == start + expected.length() && hasPrefix(type.substring(start), expected);
    }

    /** Compares ASCII letters alone without case: the methods of String fold other letters onto them. */
    private static boolean hasPrefix(String text, String lowerCase) {
        if (text.length() < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            char c = text.charAt(i);
            char lower = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String text(JsonObject members, String name) throws MalformedException {
        JsonValue value = members.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonString text) || text.getString().isEmpty()) {
            throw refused("a member of the header is not a string or empty");
        }
        return text.getString();
    }

    private static MalformedException refused(String message) {
        return new MalformedException(Fault.HEADER, message);
    }
}
