package org.mcpoauth.cdi.config;

import org.mcpoauth.spi.resource.IdentityRules;

/** Reads which claims name caller and roles. */
final class IdentitySettings {
    private IdentitySettings() {}

    static IdentityRules claims(Settings settings) {
        Group<IdentityRules> rules = settings.group(Role.RESOURCE_SERVER, IdentityRules.DEFAULT);
        rules.with(settings.list(ConfigurationKey.RESOURCE_PRINCIPAL_CLAIM), IdentityRules::withPrincipalClaims);
        rules.with(settings.text(ConfigurationKey.RESOURCE_ROLES_CLAIM), IdentityRules::withRolesClaim);
        rules.with(settings.text(ConfigurationKey.RESOURCE_ROLES_SEPARATOR), IdentityRules::withRolesSeparator);
        rules.with(settings.flag(ConfigurationKey.RESOURCE_ROLES_INCLUDE_SCOPES), IdentityRules::withScopesAsRoles);
        return rules.value();
    }
}
