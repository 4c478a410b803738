package org.mcpoauth.server.token;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.resource.IdentityRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.json.IndexedObject;

/** The roles of a token: the configured claim, by default {@code groups} (RFC 9068, section 2.2.3.1). */
final class RoleClaims {
    // to compare so many with each other costs less than to hash them
    private static final int FEW = 12;

    private final List<String> path;
    private final String separator;
    private final boolean scopesAreRoles;

    RoleClaims(IdentityRules rules) {
        this.path = segments(rules.rolesClaim());
        if (path.isEmpty()) {
            throw new ConfigurationException("roles.claim", "names no claim");
        }
        this.separator = rules.rolesSeparator();
        this.scopesAreRoles = rules.scopesAreRoles();
    }

    Set<String> of(JwtClaims claims, Scopes scopes) throws MalformedException {
        List<String> claimed = claimed(claims.members());
        Set<String> scoped = scopesAreRoles ? scopes.values() : Set.of();
        String[] roles = new String[scoped.size() + claimed.size()];
        int size = 0;
        for (String scope : scoped) {
            roles[size++] = scope;
        }
        for (String role : claimed) {
            roles[size++] = role;
        }
        return set(roles, scoped.size());
    }

    /** Of roles the first of which are known to be distinct. */
    private static Set<String> set(String[] roles, int distinct) {
        return roles.length <= FEW && isDistinct(roles, distinct) ? Set.of(roles) : Set.copyOf(Arrays.asList(roles));
    }

    private static boolean isDistinct(String[] roles, int first) {
        for (int i = first; i < roles.length; i++) {
            for (int before = 0; before < i; before++) {
                if (roles[before].equals(roles[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<String> claimed(JsonObject claims) throws MalformedException {
        JsonObject parent = parent(claims);
        String name = path.get(path.size() - 1);
        List<String> strings = parent instanceof IndexedObject indexed ? indexed.strings(name) : null;
        if (strings != null) {
            return strings;
        }
        JsonValue value = parent == null ? null : parent.get(name);
        if (value instanceof JsonArray array) {
            return texts(array);
        }
        return value == null ? List.of() : pieces(text(value), separator);
    }

    private static List<String> texts(JsonArray array) throws MalformedException {
        List<String> texts = new ArrayList<>(array.size());
        for (JsonValue element : array) {
            texts.add(text(element));
        }
        return texts;
    }

    /** The object whose member the roles are. */
    private @Nullable JsonObject parent(JsonObject claims) {
        JsonObject parent = claims;
        for (String name : path.subList(0, path.size() - 1)) {
            parent = parent != null && parent.get(name) instanceof JsonObject object ? object : null;
        }
        return parent;
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
