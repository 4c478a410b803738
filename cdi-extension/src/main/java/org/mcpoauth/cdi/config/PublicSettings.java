package org.mcpoauth.cdi.config;

import java.util.LinkedHashSet;
import org.mcpoauth.spi.resource.OriginPolicy;
import org.mcpoauth.spi.resource.ResourceDescription;

/** Reads what a resource publishes about itself (RFC 9728, section 2), and which browsers may call it. */
final class PublicSettings {
    private PublicSettings() {}

    static ResourceDescription description(Settings settings) {
        Group<ResourceDescription> description = settings.group(Role.RESOURCE_SERVER, ResourceDescription.DEFAULT);
        description.with(settings.url(ConfigurationKey.RESOURCE_METADATA_URL), ResourceDescription::withUrl);
        description.with(settings.text(ConfigurationKey.RESOURCE_METADATA_NAME), ResourceDescription::withName);
        description.with(
                settings.url(ConfigurationKey.RESOURCE_METADATA_DOCUMENTATION), ResourceDescription::withDocumentation);
        description.with(
                settings.url(ConfigurationKey.RESOURCE_METADATA_POLICY_URI), ResourceDescription::withPolicyUri);
        description.with(settings.url(ConfigurationKey.RESOURCE_METADATA_TOS_URI), ResourceDescription::withTosUri);
        description.with(
                settings.duration(ConfigurationKey.RESOURCE_METADATA_MAX_AGE), ResourceDescription::withMaxAge);
        description.with(
                settings.flag(ConfigurationKey.RESOURCE_METADATA_ALSO_AT_ROOT), ResourceDescription::withAlsoAtRoot);
        return description.value();
    }

    static OriginPolicy origins(Settings settings) {
        Group<OriginPolicy> policy = settings.group(Role.RESOURCE_SERVER, OriginPolicy.DEFAULT);
        policy.with(
                settings.list(ConfigurationKey.RESOURCE_ORIGINS_ALLOWED).map(LinkedHashSet::new),
                OriginPolicy::withOriginsAllowed);
        policy.with(
                settings.list(ConfigurationKey.RESOURCE_HOSTS_ALLOWED).map(LinkedHashSet::new),
                OriginPolicy::withHostsAllowed);
        policy.with(
                settings.list(ConfigurationKey.RESOURCE_CORS_ORIGINS).map(LinkedHashSet::new),
                OriginPolicy::withCorsOrigins);
        return policy.value();
    }
}
