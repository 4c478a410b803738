package org.mcpoauth.cdi.config;

import org.mcpoauth.spi.resource.BindingRules;
import org.mcpoauth.spi.resource.RequestStateRules;
import org.mcpoauth.spi.resource.SessionBinding;

/** Reads how what outlives a request is bound to principals. */
final class BindingSettings {
    private BindingSettings() {}

    private enum Tasks {
        ENFORCE,
        DANGEROUS_OFF
    }

    private enum Protection {
        ENCRYPT,
        DANGEROUS_OFF
    }

    static BindingRules bindings(Settings settings) {
        Group<BindingRules> rules = settings.group(Role.RESOURCE_SERVER, BindingRules.DEFAULT);
        rules.with(
                settings.choice(ConfigurationKey.RESOURCE_SESSION_BINDING, SessionBinding.class),
                BindingRules::withSessions);
        rules.with(settings.duration(ConfigurationKey.RESOURCE_SESSION_IDLE_TIMEOUT), BindingRules::withIdleTimeout);
        rules.with(
                settings.number(ConfigurationKey.RESOURCE_SESSION_MAX_PER_PRINCIPAL),
                BindingRules::withMaxPerPrincipal);
        rules.with(settings.flag(ConfigurationKey.RESOURCE_SESSION_BIND_KEY), BindingRules::withKeyBound);
        rules.with(
                settings.choice(ConfigurationKey.RESOURCE_TASK_BINDING, Tasks.class)
                        .map(Tasks.ENFORCE::equals),
                BindingRules::withTasksBound);
        return rules.value();
    }

    static RequestStateRules requestState(Settings settings) {
        Group<RequestStateRules> rules = settings.group(Role.RESOURCE_SERVER, RequestStateRules.DEFAULT);
        rules.with(
                settings.choice(ConfigurationKey.RESOURCE_REQUEST_STATE_PROTECTION, Protection.class)
                        .map(Protection.ENCRYPT::equals),
                RequestStateRules::withSealed);
        rules.with(
                settings.changingSecrets(
                        ConfigurationKey.RESOURCE_REQUEST_STATE_KEYS,
                        ConfigurationKey.RESOURCE_REQUEST_STATE_KEYS_FILE,
                        RequestStateRules.DEFAULT::withKeys),
                RequestStateRules::withKeys);
        rules.with(settings.duration(ConfigurationKey.RESOURCE_REQUEST_STATE_TTL), RequestStateRules::withTtl);
        rules.with(settings.text(ConfigurationKey.RESOURCE_REQUEST_STATE_AUDIENCE), RequestStateRules::withAudience);
        rules.with(settings.flag(ConfigurationKey.RESOURCE_REQUEST_STATE_BIND_KEY), RequestStateRules::withKeyBound);
        return rules.value();
    }
}
