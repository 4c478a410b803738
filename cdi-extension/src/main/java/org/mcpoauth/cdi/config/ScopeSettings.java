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
    private static final String EXAMPLE = "tools/call:notes_add => notes:write";

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
        return settings.list(ConfigurationKey.RESOURCE_OPERATION_SCOPES, ScopeSettings::needed)
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
    private static OperationScopes table(List<Map.Entry<OperationPattern, Scopes>> all) {
        Map<OperationPattern, Scopes> table = new LinkedHashMap<>();
        all.forEach(needed -> table.merge(needed.getKey(), needed.getValue(), Scopes::union));
        return DeclaredScopes.of(table);
    }

    private static Map.Entry<OperationPattern, Scopes> needed(String text) {
        OperationLine line = OperationLine.parse(text, EXAMPLE);
        return Map.entry(line.operation(), Scopes.parse(line.needs()));
    }
}
