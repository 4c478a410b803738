package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.resource.OperationScopes;

/** The table holds what the readers do. */
class ConfigurationKeyTest {
    private static final OperationScopes NO_SCOPES = operation -> Scopes.NONE;

    /** These are tested for themselves, because they need others beside them, or files. */
    private static final Set<ConfigurationKey> ELSEWHERE = Set.of(
            ConfigurationKey.JSON_WEB_TOKEN,
            ConfigurationKey.AS_CLIENTS_FILE,
            ConfigurationKey.STORE,
            ConfigurationKey.STORE_DATA_SOURCE,
            ConfigurationKey.STORE_JCACHE,
            ConfigurationKey.STORE_SHORT_LIVED,
            ConfigurationKey.STORE_FILE,
            ConfigurationKey.STORE_KEYS_FILE,
            ConfigurationKey.CLIENT_TOKEN_STORE,
            ConfigurationKey.CLIENT_TOKEN_STORE_DATA_SOURCE,
            ConfigurationKey.CLIENT_TOKEN_STORE_FILE,
            ConfigurationKey.CLIENT_TOKEN_STORE_KEYS,
            ConfigurationKey.CLIENT_TOKEN_STORE_KEYS_FILE,
            ConfigurationKey.CLIENT_TOKEN_STORE_DANGEROUS_UNENCRYPTED,
            ConfigurationKey.HTTP_KEY_STORE,
            ConfigurationKey.HTTP_KEY_STORE_PASSWORD,
            ConfigurationKey.HTTP_KEY_STORE_PASSWORD_FILE,
            ConfigurationKey.HTTP_KEY_STORE_ALIAS,
            ConfigurationKey.HTTP_TRUST_STORE,
            ConfigurationKey.HTTP_TRUST_STORE_PASSWORD,
            ConfigurationKey.HTTP_TRUST_STORE_PASSWORD_FILE,
            ConfigurationKey.CLIENT_GRANT,
            ConfigurationKey.CLIENT_IDP_ISSUER,
            ConfigurationKey.CLIENT_IDP_CLIENT_ID,
            ConfigurationKey.CLIENT_IDP_CLIENT_SECRET,
            ConfigurationKey.CLIENT_IDP_CLIENT_SECRET_FILE,
            ConfigurationKey.CLIENT_IDP_TOKEN_ENDPOINT,
            // OpenIdSubjectTokensTest
            ConfigurationKey.CLIENT_SUBJECT_TOKEN,
            ConfigurationKey.CLIENT_SUBJECT_TOKEN_FILE,
            ConfigurationKey.CLIENT_TRUST_ISSUER,
            ConfigurationKey.CLIENT_TRUST_JWKS_FILE,
            ConfigurationKey.CLIENT_TRUST_JWKS_URL,
            ConfigurationKey.CLIENT_WORKLOAD_TOKEN_FILE,
            ConfigurationKey.CLIENT_SECRET,
            ConfigurationKey.CLIENT_SECRET_FILE,
            ConfigurationKey.CLIENT_KEY,
            ConfigurationKey.CLIENT_KEY_FILE,
            ConfigurationKey.CLIENT_KEY_STORE,
            ConfigurationKey.CLIENT_KEY_STORE_PASSWORD,
            ConfigurationKey.CLIENT_KEY_STORE_PASSWORD_FILE,
            ConfigurationKey.CLIENT_KEY_STORE_ALIAS,
            ConfigurationKey.CLIENT_DPOP_KEY,
            ConfigurationKey.CLIENT_DPOP_KEY_FILE,
            ConfigurationKey.CLIENT_KEY_ID,
            ConfigurationKey.CLIENT_KEY_ALGORITHM,
            ConfigurationKey.AS_DCR_MODE,
            ConfigurationKey.AS_DCR_INITIAL_ACCESS_TOKEN_FILE,
            ConfigurationKey.AS_CLIENT_SECRET_KEYS_FILE,
            ConfigurationKey.AS_DPOP_NONCE_KEYS_FILE,
            ConfigurationKey.AS_MTLS_TRUST_ANCHORS_FILE,
            ConfigurationKey.CLIENT_INITIAL_ACCESS_TOKEN_FILE,
            ConfigurationKey.CLIENT_EXTRA_PARAMS,
            ConfigurationKey.CLIENT_METADATA_DOCUMENT_SERVE,
            // RedirectSettingsTest
            ConfigurationKey.CLIENT_PUBLIC_URL,
            ConfigurationKey.CLIENT_REDIRECT_PATH,
            ConfigurationKey.RESOURCE_REQUEST_STATE_KEYS_FILE,
            ConfigurationKey.RESOURCE_OPERATION_SCOPES,
            ConfigurationKey.RESOURCE_SCOPES_HIERARCHY,
            ConfigurationKey.RESOURCE_DPOP_NONCE_KEYS_FILE,
            ConfigurationKey.RESOURCE_ISSUER_URL,
            ConfigurationKey.RESOURCE_ISSUER_JWKS_URL,
            ConfigurationKey.RESOURCE_ISSUER_KEYS_FILE,
            ConfigurationKey.RESOURCE_ISSUER_ALGORITHMS,
            ConfigurationKey.RESOURCE_ISSUER_AUDIENCES,
            ConfigurationKey.RESOURCE_INTROSPECTION_ISSUER,
            ConfigurationKey.RESOURCE_INTROSPECTION_URL,
            ConfigurationKey.RESOURCE_INTROSPECTION_RESPONSE,
            ConfigurationKey.RESOURCE_INTROSPECTION_CACHE_TTL,
            ConfigurationKey.RESOURCE_INTROSPECTION_CACHE_SIZE,
            ConfigurationKey.RESOURCE_INTROSPECTION_MAX_CONCURRENT,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_ID,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_SECRET,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_SECRET_FILE,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_AUTH_METHOD,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_KEY,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_KEY_FILE,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_KEY_ID,
            ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_KEY_ALGORITHM,
            // RuntimeSettingsTest
            ConfigurationKey.ENABLED,
            // CredentialStoreInjectionTest
            ConfigurationKey.IMPLEMENTATION_CREDENTIAL_STORE,
            // SettingsTest reads a secret in a file
            ConfigurationKey.AS_OPENID_PAIRWISE_SALT_FILE,
            // SigningKeySettingsTest
            ConfigurationKey.AS_SIGNING_KEY_STORE,
            ConfigurationKey.AS_SIGNING_KEY_STORE_PASSWORD,
            ConfigurationKey.AS_SIGNING_KEY_STORE_PASSWORD_FILE,
            ConfigurationKey.AS_SIGNING_KEY_STORE_ALIAS,
            ConfigurationKey.AS_ENABLED,
            ConfigurationKey.AS_ASSERTION_ISSUER_URL,
            ConfigurationKey.AS_ASSERTION_ISSUER_JWKS_URL,
            ConfigurationKey.AS_ASSERTION_ISSUER_KEYS_FILE,
            ConfigurationKey.AS_ASSERTION_ISSUER_ALGORITHMS,
            ConfigurationKey.AS_WORKLOAD_IDENTITY_ISSUER,
            ConfigurationKey.AS_WORKLOAD_IDENTITY_SUBJECT,
            ConfigurationKey.AS_WORKLOAD_IDENTITY_CLIENT_ID,
            ConfigurationKey.AS_ID_JAG_ENABLED,
            // LoginSettingsTest
            ConfigurationKey.AS_LOGIN,
            ConfigurationKey.AS_UPSTREAM_ISSUER,
            ConfigurationKey.AS_UPSTREAM_CLIENT_ID,
            ConfigurationKey.AS_UPSTREAM_CLIENT_SECRET,
            ConfigurationKey.AS_UPSTREAM_CLIENT_SECRET_FILE,
            ConfigurationKey.AS_UPSTREAM_SCOPES,
            // AuthorizationServerConfigurationsTest
            ConfigurationKey.AS_OPENID_PAIRWISE_SALT,
            ConfigurationKey.AS_PAR_REQUIRED);

    static Stream<ConfigurationKey> keysWithSamples() {
        return Samples.values().keySet().stream();
    }

    static Stream<ConfigurationKey> keysWithDefaults() {
        return Stream.of(ConfigurationKey.values()).filter(ConfigurationKeyTest::hasDefaultThatCanBeWritten);
    }

    @ParameterizedTest
    @EnumSource
    void everyKeyIsTested(ConfigurationKey key) {
        assertNotEquals(Samples.values().containsKey(key), ELSEWHERE.contains(key));
    }

    @ParameterizedTest
    @MethodSource("keysWithSamples")
    void everyKeyChangesTheConfiguration(ConfigurationKey key) {
        assertNotEquals(
                read(key.role(), Samples.least(key.role())),
                read(key.role(), with(key, String.valueOf(Samples.values().get(key)))));
    }

    @ParameterizedTest
    @MethodSource("keysWithDefaults")
    void whatIsDocumentedAsDefaultIsTheDefault(ConfigurationKey key) {
        assertEquals(read(key.role(), Samples.least(key.role())), read(key.role(), with(key, key.defaultValue())));
    }

    @Test
    void manyDefaultsAreChecked() {
        assertTrue(keysWithDefaults().count() > 25);
    }

    @Test
    void namesAreUnique() {
        Set<String> names = new HashSet<>();
        for (ConfigurationKey key : ConfigurationKey.values()) {
            assertTrue(names.add(key.fullName()), key.fullName());
            key.fallbacks().forEach(fallback -> assertFalse(fallback.equals(key.fullName()), fallback));
        }
    }

    private static boolean hasDefaultThatCanBeWritten(ConfigurationKey key) {
        String value = key.defaultValue();
        return key != ConfigurationKey.AS_ENABLED
                && !value.contains(" ")
                && !value.equals("required")
                && !value.equals("discovered")
                && !value.equals("chosen")
                && !value.equals("none");
    }

    private static Map<String, String> with(ConfigurationKey key, String value) {
        Map<String, String> keys = new HashMap<>(Samples.least(key.role()));
        String prefix =
                key.role() == Role.CLIENT ? "mcp.oauth.client.crm." : key.role().prefix();
        keys.put(prefix + key.suffix(), value);
        return keys;
    }

    private static Object read(Role role, Map<String, String> keys) {
        Config config = Keys.config(keys);
        return switch (role) {
            case COMMON -> RuntimeSettings.read(config, Credentials.NONE);
            case CLIENT -> ClientConfigurations.read(config, "crm", builder -> {});
            case RESOURCE_SERVER ->
                ResourceServerConfigurations.read(config, builder -> builder.operationScopes(NO_SCOPES));
            case AUTHORIZATION_SERVER -> AuthorizationServerConfigurations.read(config, builder -> {});
        };
    }
}
