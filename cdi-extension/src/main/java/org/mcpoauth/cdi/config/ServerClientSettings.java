package org.mcpoauth.cdi.config;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.ErrorRedirects;
import org.mcpoauth.spi.server.MetadataDocumentRules;
import org.mcpoauth.spi.server.RegistrationTerms;
import org.mcpoauth.spi.server.RegistrationTerms.ScopeLimit;

/** Reads who is a client of the authorization server, and how clients register themselves. */
final class ServerClientSettings {
    private ServerClientSettings() {}

    static ClientRules clients(Settings settings) {
        Group<ClientRules> rules = settings.group(Role.AUTHORIZATION_SERVER, ClientRules.DEFAULT);
        rules.with(Optional.of(metadataDocuments(settings)), ClientRules::withMetadataDocuments);
        rules.with(
                settings.list(ConfigurationKey.AS_CLIENT_AUTH_METHODS, Settings::authenticationMethod)
                        .map(LinkedHashSet::new),
                ClientRules::withAuthenticationMethods);
        rules.with(settings.flag(ConfigurationKey.AS_LOOPBACK_ANY_PORT), ClientRules::withLocalhostAnyPort);
        rules.with(settings.flag(ConfigurationKey.AS_PRIVATE_USE_SCHEMES), ClientRules::withPrivateUseSchemes);
        rules.with(
                settings.choice(ConfigurationKey.AS_ERROR_REDIRECTS, ErrorRedirects.class),
                ClientRules::withErrorRedirects);
        rules.with(
                settings.changingFile(ConfigurationKey.AS_CLIENTS_FILE, KnownClientFile::read), ClientRules::withKnown);
        return rules.value();
    }

    private static MetadataDocumentRules metadataDocuments(Settings settings) {
        Group<MetadataDocumentRules> rules = settings.group(Role.AUTHORIZATION_SERVER, MetadataDocumentRules.DEFAULT);
        rules.with(settings.flag(ConfigurationKey.AS_CIMD_ENABLED), MetadataDocumentRules::withOffered);
        rules.with(
                settings.list(ConfigurationKey.AS_CIMD_ALLOWED_HOSTS).map(LinkedHashSet::new),
                MetadataDocumentRules::withAllowedHosts);
        Optional<Duration> min = settings.duration(ConfigurationKey.AS_CIMD_CACHE_MIN);
        Optional<Duration> max = settings.duration(ConfigurationKey.AS_CIMD_CACHE_MAX);
        rules.with(
                min.or(() -> max),
                (given, one) -> given.withCacheTimes(min.orElse(given.cacheMin()), max.orElse(given.cacheMax())));
        rules.with(settings.number(ConfigurationKey.AS_CIMD_MAX_SIZE), MetadataDocumentRules::withMaxBytes);
        return rules.value();
    }

    static DynamicRegistration registration(Settings settings, AssertionIssuerSettings issuers) {
        Group<DynamicRegistration> rules = settings.group(Role.AUTHORIZATION_SERVER, DynamicRegistration.OFF);
        rules.with(settings.flag(ConfigurationKey.AS_DCR_ENABLED), DynamicRegistration::withOffered);
        rules.with(settings.number(ConfigurationKey.AS_DCR_MAX_CLIENTS), DynamicRegistration::withMaxClients);
        rules.with(
                settings.choice(ConfigurationKey.AS_DCR_MODE, DynamicRegistration.Mode.class),
                DynamicRegistration::withMode);
        rules.with(
                settings.changingSecrets(
                        ConfigurationKey.AS_DCR_INITIAL_ACCESS_TOKEN,
                        ConfigurationKey.AS_DCR_INITIAL_ACCESS_TOKEN_FILE,
                        DynamicRegistration.OFF::withInitialAccessTokens),
                DynamicRegistration::withInitialAccessTokens);
        rules.with(settings.flag(ConfigurationKey.AS_DCR_MANAGEMENT), DynamicRegistration::withManagement);
        rules.with(Optional.of(terms(settings)), DynamicRegistration::withTerms);
        rules.with(issuers.read(ConfigurationKey.AS_DCR_STATEMENT_ISSUERS), DynamicRegistration::withStatementIssuers);
        return rules.value();
    }

    private static RegistrationTerms terms(Settings settings) {
        Group<RegistrationTerms> terms = settings.group(Role.AUTHORIZATION_SERVER, RegistrationTerms.DEFAULT);
        terms.with(settings.choice(ConfigurationKey.AS_DCR_SCOPE, ScopeLimit.class), RegistrationTerms::withScopeLimit);
        terms.with(settings.duration(ConfigurationKey.AS_DCR_SECRET_TTL), RegistrationTerms::withSecretTtl);
        terms.with(settings.duration(ConfigurationKey.AS_DCR_UNUSED_TTL), RegistrationTerms::withUnusedTtl);
        terms.with(settings.flag(ConfigurationKey.AS_DCR_TOKEN_ROTATION), RegistrationTerms::withTokenRotation);
        return terms.value();
    }
}
