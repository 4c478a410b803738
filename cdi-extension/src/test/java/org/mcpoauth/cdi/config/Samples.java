package org.mcpoauth.cdi.config;

import java.util.EnumMap;
import java.util.Map;

/** For each key a value that is not its default, and the least that must stand beside it. */
final class Samples {
    static final String SECRET = "0123456789abcdef0123456789abcdef";

    private Samples() {}

    static final Map<String, String> COMMON = Map.of();
    static final Map<String, String> CLIENT = Map.of(
            "mcp.oauth.client.crm.server-url", "https://crm.example/mcp",
            "mcp.oauth.client.crm.redirect-uri", "https://app.example/callback");
    static final Map<String, String> RESOURCE = Map.of(
            "mcp.oauth.resource.url", "https://mcp.example/mcp",
            "mcp.oauth.resource.authorization-servers", "https://as.example");
    static final Map<String, String> AUTHORIZATION_SERVER = Map.of(
            "mcp.oauth.as.enabled", "true",
            "mcp.oauth.as.issuer", "https://as.example",
            "mcp.oauth.as.resources-allowed", "https://mcp.example/mcp",
            "mcp.oauth.as.scopes-supported", "read");

    static Map<String, String> least(Role role) {
        return switch (role) {
            case COMMON -> COMMON;
            case CLIENT -> CLIENT;
            case RESOURCE_SERVER -> RESOURCE;
            case AUTHORIZATION_SERVER -> AUTHORIZATION_SERVER;
        };
    }

    /** Values of keys that need no file; the two kinds of files are tested for themselves. */
    static Map<ConfigurationKey, String> values() {
        Map<ConfigurationKey, String> values = new EnumMap<>(ConfigurationKey.class);
        values.put(ConfigurationKey.URL_POLICY, "loopback");
        values.put(ConfigurationKey.URL_POLICY_ALLOWED_HOSTS, "idp.corp.example");
        values.put(ConfigurationKey.URL_POLICY_ALLOWED_CIDRS, "10.1.0.0/16");
        values.put(ConfigurationKey.DANGEROUS_ALLOW_HTTP, "true");
        values.put(ConfigurationKey.STORE_CREATE_TABLE, "false");
        values.put(ConfigurationKey.STORE_MAX_ENTRIES, "5000");
        values.put(ConfigurationKey.STORE_KEYS, SECRET);
        values.put(ConfigurationKey.STORE_DANGEROUS_UNENCRYPTED, "true");
        values.put(ConfigurationKey.CRYPTO_PROVIDER, "BC");
        values.put(ConfigurationKey.HTTP_CONNECT_TIMEOUT, "PT5S");
        values.put(ConfigurationKey.HTTP_READ_TIMEOUT, "PT8S");
        values.put(ConfigurationKey.HTTP_PROXY, "proxy.corp.example:3128");
        values.put(ConfigurationKey.HTTP_USER_AGENT, "crm/1.0");
        values.put(ConfigurationKey.STARTUP_CHECK, "fail");
        values.put(ConfigurationKey.EVENTS_ENABLED, "false");
        values.put(ConfigurationKey.METRICS_ENABLED, "false");
        values.put(ConfigurationKey.HEALTH_ENABLED, "false");
        values.put(ConfigurationKey.IMPLEMENTATION_CLIENT, "com.example.Clients");
        values.put(ConfigurationKey.IMPLEMENTATION_TOKEN_VERIFIER, "com.example.Verifiers");
        values.put(ConfigurationKey.IMPLEMENTATION_RESOURCE_GUARD, "com.example.Guards");
        values.put(ConfigurationKey.IMPLEMENTATION_AUTHORIZATION_SERVER, "com.example.Servers");
        client(values);
        resource(values);
        authorizationServer(values);
        return values;
    }

    private static void client(Map<ConfigurationKey, String> values) {
        values.put(ConfigurationKey.CLIENT_SERVER_URL, "https://other.example/mcp");
        values.put(ConfigurationKey.CLIENT_ID, "client-1");
        values.put(ConfigurationKey.CLIENT_AUTH_METHOD, "client-secret-post");
        values.put(ConfigurationKey.CLIENT_ASSERTION_LIFESPAN, "PT2M");
        values.put(ConfigurationKey.CLIENT_ASSERTION_AUDIENCE, "https://as.example/token");
        values.put(ConfigurationKey.CLIENT_DPOP, "required");
        values.put(ConfigurationKey.CLIENT_DPOP_ALGORITHM, "EdDSA");
        values.put(ConfigurationKey.CLIENT_ISSUER, "https://as.example");
        values.put(ConfigurationKey.CLIENT_METADATA_DOCUMENT_URL, "https://app.example/client.json");
        values.put(ConfigurationKey.CLIENT_INITIAL_ACCESS_TOKEN, "initial");
        values.put(ConfigurationKey.CLIENT_SOFTWARE_STATEMENT, "a.b.c");
        values.put(ConfigurationKey.CLIENT_REDIRECT_URI, "https://app.example/other");
        values.put(ConfigurationKey.CLIENT_AUTHORIZATION_AGENT, "headless");
        values.put(ConfigurationKey.CLIENT_LOGIN, "anonymous");
        values.put(ConfigurationKey.CLIENT_BASE_PATH, "/shop");
        values.put(ConfigurationKey.CLIENT_SUCCESS_PATH, "/start");
        values.put(ConfigurationKey.CLIENT_TOKEN_STORE_SCOPE, "application");
        values.put(ConfigurationKey.CLIENT_SCOPES, "read,write");
        values.put(ConfigurationKey.CLIENT_OFFLINE_ACCESS, "never");
        values.put(ConfigurationKey.CLIENT_PROMPT, "consent");
        values.put(ConfigurationKey.CLIENT_STEP_UP, "never");
        values.put(ConfigurationKey.CLIENT_SERVER_SELECTION, "https://as2.example,https://as.example");
        values.put(ConfigurationKey.CLIENT_METADATA_URL, "https://crm.example/mine.json");
        values.put(ConfigurationKey.CLIENT_PROTECTED_RESOURCES, "dangerous-off");
        values.put(ConfigurationKey.CLIENT_STEP_UP_MAX_RETRIES, "0");
        values.put(ConfigurationKey.CLIENT_REFRESH_SKEW, "10");
        values.put(ConfigurationKey.CLIENT_REFRESH_LOCK, "local");
        values.put(ConfigurationKey.CLIENT_LEGACY, "true");
        values.put(ConfigurationKey.CLIENT_NAME, "Assistant");
        values.put(ConfigurationKey.CLIENT_URI, "https://app.example/");
        values.put(ConfigurationKey.CLIENT_LOGO_URI, "https://app.example/logo.png");
        values.put(ConfigurationKey.CLIENT_TOS_URI, "https://app.example/tos");
        values.put(ConfigurationKey.CLIENT_POLICY_URI, "https://app.example/policy");
        values.put(ConfigurationKey.CLIENT_CONTACTS, "a@app.example,b@app.example");
        values.put(ConfigurationKey.CLIENT_SOFTWARE_ID, "assistant");
        values.put(ConfigurationKey.CLIENT_SOFTWARE_VERSION, "1.2");
        values.put(ConfigurationKey.CLIENT_APPLICATION_TYPE, "native");
    }

    private static void resource(Map<ConfigurationKey, String> values) {
        values.put(ConfigurationKey.RESOURCE_URL, "https://mcp.example/other");
        values.put(ConfigurationKey.RESOURCE_AUTHORIZATION_SERVERS, "https://one.example,https://two.example");
        values.put(ConfigurationKey.RESOURCE_AUDIENCES, "api://mcp");
        values.put(ConfigurationKey.RESOURCE_JWKS_URL, "https://as.example/keys");
        values.put(ConfigurationKey.RESOURCE_METADATA_URL, "https://mcp.example/metadata");
        values.put(ConfigurationKey.RESOURCE_METADATA_NAME, "Notes");
        values.put(ConfigurationKey.RESOURCE_METADATA_DOCUMENTATION, "https://mcp.example/docs");
        values.put(ConfigurationKey.RESOURCE_TOKEN_ALGORITHMS, "ES256");
        values.put(ConfigurationKey.RESOURCE_TOKEN_PROFILE, "rfc9068");
        values.put(ConfigurationKey.RESOURCE_TOKEN_CLOCK_SKEW, "PT1M");
        values.put(ConfigurationKey.RESOURCE_SCOPES_REQUIRED, "read");
        values.put(ConfigurationKey.RESOURCE_SCOPES_SUPPORTED, "read write");
        values.put(ConfigurationKey.RESOURCE_SESSION_BINDING, "strict");
        values.put(ConfigurationKey.RESOURCE_SESSION_IDLE_TIMEOUT, "60");
        values.put(ConfigurationKey.RESOURCE_SESSION_MAX_PER_PRINCIPAL, "5");
        values.put(ConfigurationKey.RESOURCE_REQUEST_STATE_KEYS, SECRET);
        values.put(ConfigurationKey.RESOURCE_REQUEST_STATE_TTL, "PT1M");
        values.put(ConfigurationKey.RESOURCE_ORIGINS_ALLOWED, "https://app.example");
        values.put(ConfigurationKey.RESOURCE_CORS_ORIGINS, "https://app.example");
        values.put(ConfigurationKey.RESOURCE_MAX_BODY_SIZE, "1000");
        values.put(ConfigurationKey.RESOURCE_REALM, "notes");
        tokens(values);
        published(values);
    }

    private static void tokens(Map<ConfigurationKey, String> values) {
        values.put(ConfigurationKey.RESOURCE_VERIFIER, "jwt");
        values.put(ConfigurationKey.RESOURCE_JWKS_REFRESH_INTERVAL, "PT2H");
        values.put(ConfigurationKey.RESOURCE_JWKS_FORCED_REFRESH_INTERVAL, "60");
        values.put(ConfigurationKey.RESOURCE_JWKS_RETAIN_ON_ERROR, "PT2H");
        values.put(ConfigurationKey.RESOURCE_TOKEN_CACHE_SIZE, "0");
        values.put(ConfigurationKey.RESOURCE_TOKEN_CACHE_TTL, "PT10S");
        values.put(ConfigurationKey.RESOURCE_TOKEN_MAX_AGE, "PT1H");
        values.put(ConfigurationKey.RESOURCE_TOKEN_REQUIRED_CLAIMS, "jti,acr");
        values.put(ConfigurationKey.RESOURCE_DPOP, "required");
        values.put(ConfigurationKey.RESOURCE_DPOP_NONCE, "true");
        values.put(ConfigurationKey.RESOURCE_DPOP_NONCE_KEYS, SECRET);
        values.put(ConfigurationKey.RESOURCE_DPOP_PROOF_MAX_AGE, "PT2M");
        values.put(ConfigurationKey.RESOURCE_DPOP_ALGORITHMS, "ES256");
        values.put(ConfigurationKey.RESOURCE_MTLS_BOUND, "off");
        values.put(ConfigurationKey.RESOURCE_MTLS_TRUSTED_PROXIES, "10.1.0.0/16");
        values.put(ConfigurationKey.RESOURCE_PRINCIPAL_CLAIM, "email");
        values.put(ConfigurationKey.RESOURCE_ROLES_CLAIM, "realm_access/roles");
        values.put(ConfigurationKey.RESOURCE_ROLES_SEPARATOR, "|");
        values.put(ConfigurationKey.RESOURCE_ROLES_INCLUDE_SCOPES, "false");
        values.put(ConfigurationKey.RESOURCE_ACR_VALUES, "phr,mfa");
        values.put(ConfigurationKey.RESOURCE_AUTHENTICATION_MAX_AGE, "300");
        values.put(ConfigurationKey.RESOURCE_OPERATION_AUTHENTICATION, "tools/call:pay => mfa max-age=PT5M");
    }

    private static void published(Map<ConfigurationKey, String> values) {
        values.put(ConfigurationKey.RESOURCE_METADATA_POLICY_URI, "https://mcp.example/policy");
        values.put(ConfigurationKey.RESOURCE_METADATA_TOS_URI, "https://mcp.example/tos");
        values.put(ConfigurationKey.RESOURCE_METADATA_MAX_AGE, "60");
        values.put(ConfigurationKey.RESOURCE_METADATA_ALSO_AT_ROOT, "true");
        values.put(ConfigurationKey.RESOURCE_CHALLENGE_SCOPE, "all");
        values.put(ConfigurationKey.RESOURCE_SESSION_BIND_KEY, "true");
        values.put(ConfigurationKey.RESOURCE_TASK_BINDING, "dangerous-off");
        values.put(ConfigurationKey.RESOURCE_REQUEST_STATE_PROTECTION, "dangerous-off");
        values.put(ConfigurationKey.RESOURCE_REQUEST_STATE_AUDIENCE, "notes");
        values.put(ConfigurationKey.RESOURCE_REQUEST_STATE_BIND_KEY, "true");
        values.put(ConfigurationKey.RESOURCE_HOSTS_ALLOWED, "mcp.example");
        values.put(ConfigurationKey.RESOURCE_DANGEROUS_ANONYMOUS_METHODS, "initialize,tools/list");
    }

    private static void endpoints(Map<ConfigurationKey, String> values) {
        values.put(ConfigurationKey.AS_ENDPOINTS_AUTHORIZE, "/auth");
        values.put(ConfigurationKey.AS_ENDPOINTS_TOKEN, "/tokens");
        values.put(ConfigurationKey.AS_ENDPOINTS_REGISTER, "/clients");
        values.put(ConfigurationKey.AS_ENDPOINTS_REVOKE, "/revocation");
        values.put(ConfigurationKey.AS_ENDPOINTS_INTROSPECT, "/introspection");
        values.put(ConfigurationKey.AS_ENDPOINTS_JWKS, "/keys");
        values.put(ConfigurationKey.AS_ENDPOINTS_PAR, "/par");
        values.put(ConfigurationKey.AS_PAR_TTL, "30");
        values.put(ConfigurationKey.AS_ENDPOINTS_DEVICE, "/device");
        values.put(ConfigurationKey.AS_ENDPOINTS_DEVICE_PAGE, "/connect");
        values.put(ConfigurationKey.AS_DEVICE_CODE_TTL, "120");
        values.put(ConfigurationKey.AS_DEVICE_INTERVAL, "2");
    }

    private static void authorizationServer(Map<ConfigurationKey, String> values) {
        values.put(ConfigurationKey.AS_ISSUER, "https://other.example");
        values.put(ConfigurationKey.AS_BASE_PATH, "/oauth2");
        endpoints(values);
        values.put(ConfigurationKey.AS_RESOURCES_ALLOWED, "https://mcp.example/a,https://mcp.example/b");
        values.put(ConfigurationKey.AS_SCOPES_SUPPORTED, "read,write");
        values.put(ConfigurationKey.AS_SCOPES_DEFAULT, "read");
        values.put(ConfigurationKey.AS_CODE_TTL, "30");
        values.put(ConfigurationKey.AS_ACCESS_TOKEN_TTL, "PT5M");
        values.put(ConfigurationKey.AS_ACCESS_TOKEN_FORMAT, "opaque");
        values.put(ConfigurationKey.AS_ACCESS_TOKEN_AUTHORIZATION_CLAIMS, "roles,groups");
        values.put(ConfigurationKey.AS_REFRESH_TOKEN_TTL, "P1D");
        values.put(ConfigurationKey.AS_REFRESH_TOKEN_IDLE_TTL, "PT1H");
        values.put(ConfigurationKey.AS_REFRESH_TOKEN_ROTATION, "public-clients");
        values.put(ConfigurationKey.AS_REFRESH_TOKEN_REUSE_DETECTION, "dangerous-off");
        values.put(ConfigurationKey.AS_REFRESH_TOKEN_GRACE, "PT5S");
        values.put(ConfigurationKey.AS_SIGNING_ALGORITHM, "ES256");
        values.put(ConfigurationKey.AS_OPENID_ENABLED, "true");
        values.put(ConfigurationKey.AS_SIGNING_KEYS, "-----BEGIN PRIVATE KEY-----");
        values.put(ConfigurationKey.AS_SIGNING_KEYS_FILE, "/run/secrets/keys");
        values.put(ConfigurationKey.AS_KEY_ROTATION, "P30D");
        values.put(ConfigurationKey.AS_DCR_ENABLED, "true");
        values.put(ConfigurationKey.AS_DCR_MAX_CLIENTS, "10");
        values.put(ConfigurationKey.AS_DCR_INITIAL_ACCESS_TOKEN, "initial-1");
        values.put(ConfigurationKey.AS_DCR_MANAGEMENT, "true");
        values.put(ConfigurationKey.AS_DCR_TOKEN_ROTATION, "true");
        values.put(ConfigurationKey.AS_DCR_SCOPE, "requested");
        values.put(ConfigurationKey.AS_DCR_UNUSED_TTL, "P7D");
        values.put(ConfigurationKey.AS_DCR_SECRET_TTL, "P90D");
        values.put(ConfigurationKey.AS_DCR_STATEMENT_ISSUERS, "https://publisher.example");
        values.put(ConfigurationKey.AS_CIMD_ENABLED, "false");
        values.put(ConfigurationKey.AS_CIMD_ALLOWED_HOSTS, "apps.example,clients.example");
        values.put(ConfigurationKey.AS_CIMD_CACHE_MIN, "PT1M");
        values.put(ConfigurationKey.AS_CIMD_CACHE_MAX, "PT10M");
        values.put(ConfigurationKey.AS_CIMD_MAX_SIZE, "10240");
        values.put(ConfigurationKey.AS_CLIENT_CREDENTIALS_ENABLED, "false");
        values.put(ConfigurationKey.AS_CONSENT, "remember");
        values.put(ConfigurationKey.AS_CONSENT_TTL, "P10D");
        values.put(ConfigurationKey.AS_ID_JAG_TRUSTED_ISSUERS, "https://idp.example");
        values.put(ConfigurationKey.AS_ID_JAG_MAX_LIFETIME, "PT2M");
        values.put(ConfigurationKey.AS_TOKEN_EXCHANGE_ENABLED, "true");
        values.put(ConfigurationKey.AS_TOKEN_EXCHANGE_TRUSTED_ISSUERS, "https://idp.example");
        values.put(ConfigurationKey.AS_WORKLOAD_TRUSTED_ISSUERS, "https://cluster.example");
        values.put(ConfigurationKey.AS_WORKLOAD_AUDIENCES, "api://mcp");
        values.put(ConfigurationKey.AS_WORKLOAD_MAX_LIFETIME, "PT1H");
        values.put(ConfigurationKey.AS_CLIENT_AUTH_METHODS, "none");
        values.put(ConfigurationKey.AS_LOOPBACK_ANY_PORT, "false");
        values.put(ConfigurationKey.AS_PRIVATE_USE_SCHEMES, "true");
        values.put(ConfigurationKey.AS_ERROR_REDIRECTS, "trusted-clients");
        values.put(ConfigurationKey.AS_RATE_LIMIT_REGISTER, "5/30s");
        values.put(ConfigurationKey.AS_RATE_LIMIT_TOKEN, "off");
        values.put(ConfigurationKey.AS_RATE_LIMIT_AUTHORIZE, "100/15m");
        values.put(ConfigurationKey.AS_RATE_LIMIT_TRUSTED_PROXIES, "10.1.0.0/16");
        values.put(ConfigurationKey.AS_CORS_ORIGINS, "https://app.example,http://localhost:6274");
        values.put(ConfigurationKey.AS_MAX_BODY_SIZE, "1000");
        possession(values);
    }

    private static void possession(Map<ConfigurationKey, String> values) {
        values.put(ConfigurationKey.AS_CLIENT_SECRET_KEYS, "secrets-0123456789-0123456789-01");
        values.put(ConfigurationKey.AS_TOKEN_ENDPOINT_AUDIENCE, "true");
        values.put(ConfigurationKey.AS_DPOP, "required");
        values.put(ConfigurationKey.AS_DPOP_NONCE, "false");
        values.put(ConfigurationKey.AS_DPOP_NONCE_KEYS, "nonces-0123456789-0123456789-012");
        values.put(ConfigurationKey.AS_DPOP_PROOF_MAX_AGE, "PT30S");
        values.put(ConfigurationKey.AS_DPOP_ALGORITHMS, "ES256");
        values.put(ConfigurationKey.AS_MTLS_BOUND, "accept");
        values.put(ConfigurationKey.AS_MTLS_TRUSTED_PROXIES, "10.0.0.0/8");
        values.put(ConfigurationKey.AS_MTLS_BASE_URL, "https://mtls.example");
    }
}
