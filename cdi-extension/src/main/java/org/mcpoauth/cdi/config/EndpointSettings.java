package org.mcpoauth.cdi.config;

import java.util.LinkedHashSet;
import java.util.List;
import org.mcpoauth.spi.server.CrossOriginRules;
import org.mcpoauth.spi.server.DeviceRules;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.PushedRequestRules;

/** Reads where the endpoints of the authorization server are, how requests are pushed, and how devices wait. */
final class EndpointSettings {
    private static final List<String> NO_ORIGINS = List.of("none");

    private EndpointSettings() {}

    static EndpointPaths paths(Settings settings) {
        Group<EndpointPaths> paths = settings.group(Role.AUTHORIZATION_SERVER, EndpointPaths.DEFAULT);
        paths.with(settings.text(ConfigurationKey.AS_ENDPOINTS_AUTHORIZE), EndpointPaths::withAuthorize);
        paths.with(settings.text(ConfigurationKey.AS_ENDPOINTS_TOKEN), EndpointPaths::withToken);
        paths.with(settings.text(ConfigurationKey.AS_ENDPOINTS_REGISTER), EndpointPaths::withRegister);
        paths.with(settings.text(ConfigurationKey.AS_ENDPOINTS_REVOKE), EndpointPaths::withRevoke);
        paths.with(settings.text(ConfigurationKey.AS_ENDPOINTS_INTROSPECT), EndpointPaths::withIntrospect);
        paths.with(settings.text(ConfigurationKey.AS_ENDPOINTS_JWKS), EndpointPaths::withJwks);
        paths.with(settings.text(ConfigurationKey.AS_ENDPOINTS_PAR), EndpointPaths::withPar);
        paths.with(settings.text(ConfigurationKey.AS_ENDPOINTS_DEVICE), EndpointPaths::withDevice);
        paths.with(settings.text(ConfigurationKey.AS_ENDPOINTS_DEVICE_PAGE), EndpointPaths::withDevicePage);
        return paths.value();
    }

    static CrossOriginRules crossOrigin(Settings settings) {
        Group<CrossOriginRules> rules = settings.group(Role.AUTHORIZATION_SERVER, CrossOriginRules.ANY);
        rules.with(
                settings.list(ConfigurationKey.AS_CORS_ORIGINS),
                (unused, origins) -> origins.equals(NO_ORIGINS)
                        ? CrossOriginRules.NONE
                        : new CrossOriginRules(new LinkedHashSet<>(origins)));
        return rules.value();
    }

    static PushedRequestRules pushedRequests(Settings settings) {
        Group<PushedRequestRules> rules = settings.group(Role.AUTHORIZATION_SERVER, PushedRequestRules.DEFAULT);
        rules.with(settings.flag(ConfigurationKey.AS_PAR_REQUIRED), PushedRequestRules::withRequired);
        rules.with(settings.duration(ConfigurationKey.AS_PAR_TTL), PushedRequestRules::withTtl);
        return rules.value();
    }

    static DeviceRules devices(Settings settings) {
        Group<DeviceRules> rules = settings.group(Role.AUTHORIZATION_SERVER, DeviceRules.DEFAULT);
        rules.with(settings.duration(ConfigurationKey.AS_DEVICE_CODE_TTL), DeviceRules::withCodeTtl);
        rules.with(settings.duration(ConfigurationKey.AS_DEVICE_INTERVAL), DeviceRules::withInterval);
        return rules.value();
    }
}
