package org.mcpoauth.cdi.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.server.AssertionIssuer;

/**
 * Reads whose assertions the authorization server takes: a list for each kind of assertion, because trust in one says
 * nothing of another, and in one place what is known of an issuer.
 */
final class AssertionIssuerSettings {
    private final Settings settings;
    private final Map<Issuer, AssertionIssuer> described = new LinkedHashMap<>();
    private final Set<Issuer> listed = new LinkedHashSet<>();

    AssertionIssuerSettings(Settings settings) {
        this.settings = settings;
        settings.parameters(ConfigurationKey.AS_ASSERTION_ISSUER_URL).forEach(name -> describe(settings.with(name)));
    }

    /** The issuers of a list, as they are described elsewhere. */
    Optional<List<AssertionIssuer>> read(ConfigurationKey list) {
        Optional<List<Issuer>> issuers = settings.list(list, Issuer::of);
        issuers.ifPresent(listed::addAll);
        return issuers.map(all -> all.stream()
                .map(issuer -> Optional.ofNullable(described.get(issuer)).orElseGet(() -> AssertionIssuer.of(issuer)))
                .toList());
    }

    /** What is described is meant to be trusted with something. */
    void requireListed() {
        if (!listed.containsAll(described.keySet())) {
            settings.problem(
                    ConfigurationKey.AS_ASSERTION_ISSUER_URL,
                    "is of an issuer that stands in no list of trusted issuers");
        }
    }

    private void describe(Settings one) {
        one.parsed(ConfigurationKey.AS_ASSERTION_ISSUER_URL, Issuer::of)
                .filter(issuer -> described.put(issuer, issuer(issuer, one)) != null)
                .ifPresent(twice -> one.problem(ConfigurationKey.AS_ASSERTION_ISSUER_URL, "names an issuer twice"));
    }

    private static AssertionIssuer issuer(Issuer issuer, Settings one) {
        Group<AssertionIssuer> rules = one.group(Role.AUTHORIZATION_SERVER, AssertionIssuer.of(issuer));
        rules.with(one.url(ConfigurationKey.AS_ASSERTION_ISSUER_JWKS_URL), AssertionIssuer::withJwksUrl);
        rules.with(keys(one), AssertionIssuer::withKeys);
        rules.with(
                one.list(ConfigurationKey.AS_ASSERTION_ISSUER_ALGORITHMS).map(LinkedHashSet::new),
                AssertionIssuer::withAlgorithms);
        return rules.value();
    }

    private static Optional<Changing<List<VerificationKey>>> keys(Settings one) {
        return one.changingFile(ConfigurationKey.AS_ASSERTION_ISSUER_KEYS_FILE, IssuerSettings::keySet);
    }
}
