package org.mcpoauth.cdi.health;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.mcpoauth.api.Issuer;

/**
 * Issuers of one resource as parts of its readiness. One issuer that is gone does not stop the resource: its tokens are
 * refused, and those of the others served.
 */
final class IssuerStates {
    private IssuerStates() {}

    static Readiness of(Collection<Issuer> issuers, Predicate<Issuer> isThere) {
        Map<String, String> words = new LinkedHashMap<>();
        issuers.forEach(issuer -> words.put(issuer.value(), isThere.test(issuer) ? "usable" : "missing"));
        return new Readiness(words.isEmpty() || words.containsValue("usable"), words);
    }
}
