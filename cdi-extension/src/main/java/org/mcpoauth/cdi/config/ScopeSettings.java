package org.mcpoauth.cdi.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.resource.DeclaredScopes;
import org.mcpoauth.spi.resource.OperationPattern;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.ScopeEvaluator;
import org.mcpoauth.spi.resource.ScopeHierarchy;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.resource.ScopeRules.ChallengeScope;

/** The keys that say which scopes are needed, and which imply others. */
final class ScopeSettings {
    private static final String NEEDS = "=>";

    private ScopeSettings() {}

    static ScopeRules rules(Settings settings) {
        Group<ScopeRules> rules = settings.group(Role.RESOURCE_SERVER, ScopeRules.DEFAULT);
        rules.with(settings.scopes(ConfigurationKey.RESOURCE_SCOPES_REQUIRED), ScopeRules::withRequired);
        rules.with(settings.scopes(ConfigurationKey.RESOURCE_SCOPES_SUPPORTED), ScopeRules::withSupported);
        rules.with(
                settings.choice(ConfigurationKey.RESOURCE_CHALLENGE_SCOPE, ChallengeScope.class),
                ScopeRules::withChallenge);
        return rules.value();
    }

    static Optional<OperationScopes> operations(Settings settings) {
        return settings.list(ConfigurationKey.RESOURCE_OPERATION_SCOPES, Needed::parse)
                .map(ScopeSettings::table);
    }

    static Optional<ScopeEvaluator> hierarchy(Settings settings) {
        return settings.list(ConfigurationKey.RESOURCE_SCOPES_HIERARCHY).flatMap(chains -> parsed(settings, chains));
    }

    private static Optional<ScopeEvaluator> parsed(Settings settings, List<String> chains) {
        try {
            return Optional.of(ScopeHierarchy.parse(chains));
        } catch (ConfigurationException e) {
            settings.problem(ConfigurationKey.RESOURCE_SCOPES_HIERARCHY, FullKeys.withoutKey(e));
            return Optional.empty();
        }
    }

    /** An operation that is named twice needs the scopes of both. */
    private static OperationScopes table(List<Needed> all) {
        Map<OperationPattern, Scopes> table = new LinkedHashMap<>();
        all.forEach(needed -> table.merge(needed.operation(), needed.scopes(), Scopes::union));
        return DeclaredScopes.of(table);
    }

    /** One item of the list. */
    private record Needed(OperationPattern operation, Scopes scopes) {

        /** The last arrow counts: a URI may hold one. */
        static Needed parse(String text) {
            int arrow = text.lastIndexOf(NEEDS);
            if (arrow < 0) {
                throw new IllegalArgumentException("has items such as tools/call:notes_add => notes:write");
            }
            Scopes scopes = Scopes.parse(text.substring(arrow + NEEDS.length()).strip());
            if (scopes.isEmpty()) {
                throw new IllegalArgumentException("has an operation without scopes");
            }
            return new Needed(operation(text.substring(0, arrow).strip()), scopes);
        }

        private static OperationPattern operation(String text) {
            try {
                return OperationPattern.parse(text);
            } catch (ConfigurationException e) {
                throw new IllegalArgumentException("an operation " + FullKeys.withoutKey(e), e);
            }
        }
    }
}
