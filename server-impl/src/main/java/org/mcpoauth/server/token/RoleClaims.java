package org.mcpoauth.server.token;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.resource.IdentityRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;

/** The roles of a token: the configured claim, by default {@code groups} (RFC 9068, section 2.2.3.1). */
final class RoleClaims {
    private final List<String> path;
    private final String separator;
    private final boolean scopesAreRoles;

    RoleClaims(IdentityRules rules) {
        this.path = segments(rules.rolesClaim());
        this.separator = rules.rolesSeparator();
        this.scopesAreRoles = rules.scopesAreRoles();
    }

    Set<String> of(JwtClaims claims, Scopes scopes) throws MalformedException {
        Set<String> roles = new LinkedHashSet<>();
        if (scopesAreRoles) {
            roles.addAll(scopes.values());
        }
        JsonValue value = value(claims.members());
        if (value instanceof JsonArray array) {
            for (JsonValue element : array) {
                roles.add(text(element));
            }
        } else if (value != null) {
            roles.addAll(pieces(text(value), separator));
        }
        return roles;
    }

    private @Nullable JsonValue value(JsonObject claims) {
        JsonValue value = claims;
        for (String name : path) {
            value = value instanceof JsonObject object ? object.get(name) : null;
        }
        return value;
    }

    private static String text(JsonValue value) throws MalformedException {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw new MalformedException(Fault.CLAIM, "a role is no text");
    }

    /** A claim whose name is a URL has slashes of its own. */
    private static List<String> segments(String claim) {
        return claim.contains("://") ? List.of(claim) : pieces(claim, "/");
    }

    private static List<String> pieces(String text, String separator) {
        return Stream.iterate(0, start -> start >= 0, start -> next(text, separator, start))
                .map(start -> piece(text, separator, start))
                .filter(piece -> !piece.isEmpty())
                .toList();
    }

    private static int next(String text, String separator, int start) {
        int end = text.indexOf(separator, start);
        return end < 0 ? -1 : end + separator.length();
    }

    private static String piece(String text, String separator, int start) {
        int end = text.indexOf(separator, start);
        return end < 0 ? text.substring(start) : text.substring(start, end);
    }
}
