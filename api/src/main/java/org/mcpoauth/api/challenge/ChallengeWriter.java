package org.mcpoauth.api.challenge;

import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Writes a challenge as one header value (RFC 9110, section 11.6.1). Every value is a quoted-string:
 * RFC 6750 and RFC 9728 show them so, and no reader fails on it. What could break out of the header is
 * refused, not repaired.
 */
final class ChallengeWriter {
    /** Schemes as their specifications spell them; readers that compare exactly exist. */
    private static final Map<String, String> SPELLINGS =
            Map.of(Challenge.BEARER, "Bearer", Challenge.DPOP, "DPoP", "basic", "Basic");

    private ChallengeWriter() {}

    static String write(Challenge challenge) {
        StringBuilder out = new StringBuilder();
        out.append(SPELLINGS.getOrDefault(challenge.scheme(), challenge.scheme()));
        if (challenge.token68() != null) {
            out.append(' ').append(challenge.token68());
        }
        String separator = " ";
        for (Map.Entry<String, String> parameter : challenge.parameters().entrySet()) {
            out.append(separator).append(parameter.getKey()).append('=');
            appendQuoted(out, parameter.getKey(), parameter.getValue());
            separator = ", ";
        }
        return out.toString();
    }

    private static void appendQuoted(StringBuilder out, String name, String value) {
        if (!Characters.isAll(value, allowedIn(name))) {
            throw new IllegalArgumentException("the parameter " + name + " has characters that must not be sent");
        }
        out.append('"');
        value.chars().forEach(c -> {
            if (!Characters.isPlain(c)) {
                out.append('\\');
            }
            out.append((char) c);
        });
        out.append('"');
    }

    private static IntPredicate allowedIn(String name) {
        return switch (name) {
            case "scope", "error", "error_description" -> Characters::isPlain;
            case "error_uri" -> c -> Characters.isPlain(c) && c != ' ';
            default -> Characters::isPrintable;
        };
    }
}
