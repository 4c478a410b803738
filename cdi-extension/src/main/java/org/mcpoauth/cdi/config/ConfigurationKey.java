package org.mcpoauth.cdi.config;

import static org.mcpoauth.cdi.config.Role.AUTHORIZATION_SERVER;
import static org.mcpoauth.cdi.config.Role.CLIENT;
import static org.mcpoauth.cdi.config.Role.COMMON;
import static org.mcpoauth.cdi.config.Role.RESOURCE_SERVER;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of all configuration keys. The readers take names from here only; the check for unknown
 * keys and the reference page are made from it.
 */
public enum ConfigurationKey {
    ENABLED(
            COMMON,
            "enabled",
            "boolean",
            "true",
            "`false` makes guarded endpoints answer 503, serves no authorization server and makes no client;"
                    + " it never opens anything"),
    URL_POLICY(
            COMMON,
            "url-policy",
            "`strict` or `loopback`",
            "strict",
            "which discovered URLs may be called: https to public addresses, or also http and https to this"
                    + " machine; not read when there is a bean `EndpointPolicy`"),
    URL_POLICY_ALLOWED_HOSTS(
            COMMON,
            "url-policy.allowed-hosts",
            "list of host names",
            "none",
            "hosts that may lie in a private network"),
    URL_POLICY_ALLOWED_CIDRS(
            COMMON,
            "url-policy.allowed-cidrs",
            "list of address blocks",
            "none",
            "blocks such as `10.1.0.0/16` whose addresses may be called"),
    DANGEROUS_ALLOW_HTTP(COMMON, "dangerous-allow-http", "boolean", "false", "lets plain http be used for every URL"),
    HTTP_KEY_STORE(
            COMMON,
            "http.key-store",
            "file",
            "none",
            "a PKCS#12 or JKS store with the certificate that is shown to authorization servers and MCP servers which"
                    + " ask for one; needed for `tls-client-auth`; not for a bean `HttpTransport`"),
    HTTP_KEY_STORE_PASSWORD(
            COMMON, "http.key-store-password", "secret", "none", "the password of that store and its key"),
    HTTP_KEY_STORE_PASSWORD_FILE(
            COMMON, "http.key-store-password-file", "file", "none", "a file with that password instead"),
    HTTP_KEY_STORE_ALIAS(
            COMMON,
            "http.key-store-alias",
            "text",
            "the server that asks chooses",
            "which key of that store, with its certificate, is shown"),
    HTTP_TRUST_STORE(
            COMMON,
            "http.trust-store",
            "file",
            "that of the JVM",
            "a PKCS#12 or JKS store with the certificates of the authorities that are trusted, and no others are"),
    HTTP_TRUST_STORE_PASSWORD(COMMON, "http.trust-store-password", "secret", "none", "the password of that store"),
    HTTP_TRUST_STORE_PASSWORD_FILE(
            COMMON, "http.trust-store-password-file", "file", "none", "a file with that password instead"),
    HTTP_CONNECT_TIMEOUT(
            COMMON,
            "http.connect-timeout",
            "duration, at most PT1M",
            "PT2S",
            "how long a connection may take to be made"),
    HTTP_READ_TIMEOUT(
            COMMON,
            "http.read-timeout",
            "duration, at most PT10S",
            "PT5S",
            "how long a request for metadata, keys or tokens may take as a whole; calls of MCP servers have the limits"
                    + " of their requests"),
    HTTP_PROXY(
            COMMON,
            "http.proxy",
            "`none`, `jvm` or host:port",
            "none",
            "the proxy for all requests of this library, or those the JVM is told to use; a proxy looks names up"
                    + " itself, so `url-policy.allowed-hosts` must then name each host of metadata, keys and tokens."
                    + " With `none`, MCP servers are still called as the JVM says; not for a bean `HttpTransport`"),
    HTTP_USER_AGENT(
            COMMON,
            "http.user-agent",
            "text",
            "mcp-oauth",
            "the `User-Agent` of requests that the application does not make itself"),
    STORE(
            COMMON,
            "store",
            "`memory`, `jdbc`, `jcache` or `file`",
            "memory",
            "where sessions, codes, tokens and registrations are kept; not read when there is a bean `StateStore`"),
    STORE_DATA_SOURCE(
            COMMON, "store.data-source", "JNDI name", "none", "the data source of the store `jdbc`, one without JTA"),
    STORE_CREATE_TABLE(
            COMMON,
            "store.create-table",
            "boolean",
            "true",
            "whether the store `jdbc` makes its table where it is missing; `false` for a user of the data base who"
                    + " may not, and whose table was made by the script"),
    STORE_MAX_ENTRIES(
            COMMON,
            "store.max-entries",
            "number",
            "10000000 for `jdbc`, 100000 for `memory`",
            "how many live entries of each kind the store `jdbc` or `memory` takes, such as grants of an issuer; one"
                    + " more is refused with 503; also for stores of clients of these kinds"),
    STORE_JCACHE(
            COMMON,
            "store.jcache",
            "name, `uri#name` or JNDI name",
            "none",
            "the cache of the store `jcache`, declared with the engine: by its name, behind the URI of its manager"
                    + " where that is not the default one, or as `java:…`; needs `mcp-oauth-jcache-store`"),
    STORE_SHORT_LIVED(
            COMMON,
            "store.short-lived",
            "`jcache`",
            "where the rest is",
            "keeps in the cache of `store.jcache` what somebody can begin again: logins, authorizations that wait for"
                    + " their users, pushed requests, wrong tries, handles of sessions and tasks, DPoP proofs; whatever"
                    + " `store` or a bean `StateStore` keeps the rest"),
    STORE_FILE(
            COMMON,
            "store.file",
            "directory",
            "none",
            "the directory of the store `file`, on a local disk and for nothing else; made if it is missing, refused if"
                    + " anybody but its owner can open it"),
    STORE_KEYS(
            COMMON,
            "store.keys",
            "list of secrets",
            "none",
            "encrypt what `jdbc`, `jcache`, `file` or a bean `StateStore` keeps, with 32 characters or more each: the"
                    + " first encrypts, all decrypt; a new one goes behind on all nodes, then in front on all nodes,"
                    + " then the old one out; required for `file`"),
    STORE_KEYS_FILE(
            COMMON,
            "store.keys-file",
            "file",
            "none",
            "a file with these keys instead, one in each line, read anew when it changes"),
    STORE_DANGEROUS_UNENCRYPTED(
            COMMON,
            "store.dangerous-unencrypted",
            "boolean",
            "false",
            "lets the store `file` be without keys: whoever gets hold of the file has all tokens"),
    CRYPTO_PROVIDER(
            COMMON,
            "crypto.provider",
            "text",
            "the platform's choice",
            "the name of the installed JCA provider for signatures"),
    JSON_WEB_TOKEN(
            COMMON,
            "json-web-token",
            "`auto`, `on` or `off`",
            "auto",
            "whether `JsonWebToken` and `@Claim` of MicroProfile JWT are beans of this library: where the application"
                    + " brings that API itself; also beside a server that has it, in place of its beans; or never"),
    STARTUP_CHECK(
            COMMON,
            "startup-check",
            "`off`, `warn` or `fail`",
            "warn",
            "whether protected resources and their issuers are looked at when the application starts, and what becomes"
                    + " of that which is found: it is logged after the start, or ends it"),
    EVENTS_ENABLED(
            COMMON,
            "events.enabled",
            "boolean",
            "true",
            "whether CDI events are fired for audit; not read when there is a bean `AuditListener`"),
    METRICS_ENABLED(
            COMMON,
            "metrics.enabled",
            "boolean",
            "true",
            "whether counters, timers and spans are made where there is a bean `OpenTelemetry`, as MicroProfile"
                    + " Telemetry has it"),
    HEALTH_ENABLED(
            COMMON,
            "health.enabled",
            "boolean",
            "true",
            "whether there are readiness checks where the runtime has MicroProfile Health"),
    IMPLEMENTATION_CLIENT(
            COMMON,
            "implementation.client",
            "class name",
            "chosen",
            "which `McpOAuthClientFactory` to take when several are present"),
    IMPLEMENTATION_TOKEN_VERIFIER(
            COMMON,
            "implementation.token-verifier",
            "class name",
            "chosen",
            "which `TokenVerifierFactory` to take when several are present"),
    IMPLEMENTATION_RESOURCE_GUARD(
            COMMON,
            "implementation.resource-guard",
            "class name",
            "chosen",
            "which `ResourceGuardFactory` to take when several are present"),
    IMPLEMENTATION_AUTHORIZATION_SERVER(
            COMMON,
            "implementation.authorization-server",
            "class name",
            "chosen",
            "which `AuthorizationServerFactory` to take when several are present"),
    IMPLEMENTATION_CREDENTIAL_STORE(
            COMMON,
            "implementation.credential-store",
            "class name",
            "chosen",
            "which `CredentialStore` knows the aliases when several are present"),

    CLIENT_SERVER_URL(CLIENT, "server-url", "URL", "required", "the MCP server"),
    CLIENT_GRANT(
            CLIENT,
            "grant",
            "`authorization-code`, `client-credentials`, `hybrid`, `id-jag`, `workload-jwt`, `device` or `token`",
            "authorization-code",
            "how tokens are obtained: a user authorizes the client, it acts for itself, the one for users and the"
                    + " other for the application, an identity provider vouches for the user, the platform vouches"
                    + " for the workload, a user authorizes on another device (bean `DeviceAgent`), the host has"
                    + " tokens (bean `TokenSource`)"),
    CLIENT_IDP_ISSUER(
            CLIENT,
            "id-jag.idp-issuer",
            "URL",
            "none",
            "the identity provider that vouches for users; required for grant `id-jag`"),
    CLIENT_IDP_CLIENT_ID(
            CLIENT,
            "id-jag.idp-client-id",
            "text",
            "none",
            "the client at the identity provider that users signed in to; required beside `id-jag.idp-issuer`"),
    CLIENT_IDP_CLIENT_SECRET(
            CLIENT, "id-jag.idp-client-secret", "secret", "none: a public client", "the secret of that client"),
    CLIENT_IDP_CLIENT_SECRET_FILE(
            CLIENT, "id-jag.idp-client-secret-file", "file", "none", "a file with that secret instead"),
    CLIENT_IDP_TOKEN_ENDPOINT(
            CLIENT,
            "id-jag.idp-token-endpoint",
            "URL",
            "from the metadata of the identity provider",
            "where tokens are exchanged"),
    CLIENT_SUBJECT_TOKEN(
            CLIENT,
            "id-jag.subject-token",
            "`oidc`",
            "`id-jag.subject-token-file`, else a bean `SubjectTokenSource`",
            "takes the ID token of the user who signed in to this application with OpenID Connect of Jakarta Security,"
                    + " at the issuer of `id-jag.idp-issuer`"),
    CLIENT_SUBJECT_TOKEN_FILE(
            CLIENT,
            "id-jag.subject-token-file",
            "file",
            "a bean `SubjectTokenSource`",
            "the ID token of the only user of this application; read for each new access token"),
    CLIENT_WORKLOAD_TOKEN_FILE(
            CLIENT,
            "workload.token-file",
            "file",
            "a bean `AssertionSource`",
            "the token that the platform projects for grant `workload-jwt`; read for each new access token. Without"
                    + " `issuer` it is shown only to an authorization server that its audience names"),
    CLIENT_ID(CLIENT, "client-id", "text", "none", "the identifier of a client that was registered beforehand"),
    CLIENT_SECRET(CLIENT, "client-secret", "secret", "none", "the secret of that client"),
    CLIENT_SECRET_FILE(CLIENT, "client-secret-file", "file", "none", "a file with the secret instead"),
    CLIENT_AUTH_METHOD(
            CLIENT,
            "client-auth-method",
            "`none`, `client-secret-basic`, `client-secret-post`, `client-secret-jwt`, `private-key-jwt`,"
                    + " `tls-client-auth` or `self-signed-tls-client-auth`",
            "the server's strongest usable",
            "how the client authenticates at the token endpoint"),
    CLIENT_KEY(CLIENT, "client-key", "PEM text (PKCS#8) or JWK", "none", "the private key for `private-key-jwt`"),
    CLIENT_KEY_FILE(CLIENT, "client-key-file", "file", "none", "a file with the private key instead"),
    CLIENT_KEY_STORE(CLIENT, "client-key-store", "file", "none", "a PKCS#12 or JKS store with the private key instead"),
    CLIENT_KEY_STORE_PASSWORD(
            CLIENT, "client-key-store-password", "secret", "none", "the password of that store and its key"),
    CLIENT_KEY_STORE_PASSWORD_FILE(
            CLIENT, "client-key-store-password-file", "file", "none", "a file with that password instead"),
    CLIENT_KEY_STORE_ALIAS(CLIENT, "client-key-store-alias", "text", "the only key", "which key of that store"),
    CLIENT_KEY_ID(CLIENT, "client-key-id", "text", "none", "the `kid` of assertions"),
    CLIENT_KEY_ALGORITHM(
            CLIENT,
            "client-key-algorithm",
            "JWS algorithm",
            "that of the key: `ES256`, `ES384`, `ES512`, `EdDSA`, or `RS256`",
            "the algorithm of assertions; must fit the key"),
    CLIENT_ASSERTION_LIFESPAN(
            CLIENT, "client-assertion-lifespan", "duration, at most PT5M", "PT1M", "how long one assertion lives"),
    CLIENT_ASSERTION_AUDIENCE(
            CLIENT,
            "client-assertion-audience",
            "text",
            "the issuer",
            "the `aud` of assertions, for servers that want another one, such as their token endpoint"),
    CLIENT_DPOP(
            CLIENT,
            "dpop",
            "`off`, `auto` or `required`",
            "auto",
            "whether tokens are bound to a key: never, where both servers offer it, or always, when other tokens are"
                    + " refused and revoked"),
    CLIENT_DPOP_ALGORITHM(
            CLIENT,
            "dpop.algorithm",
            "JWS algorithm",
            "that of the configured key, else the first of `ES256`, `EdDSA`, `Ed25519`, `ES384`, `ES512`, `PS256`,"
                    + " `RS256` that both servers know",
            "the algorithm of proofs"),
    CLIENT_DPOP_KEY(
            CLIENT,
            "dpop.key",
            "PEM text (PKCS#8) or JWK",
            "a key in memory",
            "the private key of proofs, the same on all nodes; without it, tokens do not outlive the process that"
                    + " obtained them"),
    CLIENT_DPOP_KEY_FILE(CLIENT, "dpop.key-file", "file", "none", "a file with that key instead"),
    CLIENT_ISSUER(
            CLIENT,
            "issuer",
            "URL",
            "discovered",
            "the only authorization server to use; credentials are sent to no other"),
    CLIENT_SERVER_SELECTION(
            CLIENT,
            "authorization-server-selection",
            "`first`, `bean` or list of URLs",
            "a bean `AuthorizationServerSelector`, else `first`",
            "which of several authorization servers of the MCP server is taken: the first one, what the bean says, or"
                    + " the first of these issuers that is listed, else the first one. One the client has credentials or"
                    + " tokens of stays while it is listed"),
    CLIENT_METADATA_URL(
            CLIENT,
            "metadata-url",
            "URL",
            "from the challenge, else the well-known places",
            "the only place of the metadata of the MCP server; they are judged as ever"),
    CLIENT_TRUST_ISSUER(
            CLIENT,
            "resource-metadata.trust-issuer",
            "text",
            "none: signatures are not looked at",
            "who must have signed the metadata of the MCP server (`iss` of `signed_metadata`); what is signed wins"),
    CLIENT_TRUST_JWKS_FILE(
            CLIENT,
            "resource-metadata.trust-jwks-file",
            "file",
            "none",
            "a file with the keys of that party, a JWK Set"),
    CLIENT_TRUST_JWKS_URL(
            CLIENT, "resource-metadata.trust-jwks-url", "URL", "none", "where its keys are fetched instead"),
    CLIENT_PROTECTED_RESOURCES(
            CLIENT,
            "protected-resources",
            "`enforce` or `dangerous-off`",
            "enforce",
            "whether an authorization server that lists its resources must list this one; such a list need not be"
                    + " complete"),
    CLIENT_METADATA_DOCUMENT_URL(
            CLIENT, "metadata-document.url", "https URL", "none", "the client ID metadata document of this client"),
    CLIENT_INITIAL_ACCESS_TOKEN(
            CLIENT, "dcr.initial-access-token", "secret", "none", "the token for dynamic client registration"),
    CLIENT_INITIAL_ACCESS_TOKEN_FILE(
            CLIENT,
            "dcr.initial-access-token-file",
            "file",
            "none",
            "a file with that token instead, read anew when it changes"),
    CLIENT_SOFTWARE_STATEMENT(
            CLIENT, "dcr.software-statement", "JWT", "none", "the software statement for dynamic client registration"),
    CLIENT_REDIRECT_URI(
            CLIENT,
            "redirect-uri",
            "URL",
            "made of `public-url` and `redirect-path`; one of the two is required for authorization-code and hybrid",
            "where the authorization server sends the browser back to"),
    CLIENT_PUBLIC_URL(
            CLIENT,
            "public-url",
            "URL",
            "none",
            "the URL of this web application as browsers see it, with its path; stands in for the `redirect-uri` of"
                    + " each client that has none"),
    CLIENT_REDIRECT_PATH(
            CLIENT,
            "redirect-path",
            "path",
            "`/mcp-oauth/callback/` and the name of the client",
            "what stands behind `public-url` in the redirect URI; not beside `redirect-uri`"),
    CLIENT_AUTHORIZATION_AGENT(
            CLIENT,
            "authorization-agent",
            "`loopback` or `headless`",
            "none: the application sends the browser",
            "who takes the user to the authorization server where no bean `AuthorizationAgent` does: the browser of"
                    + " this machine with a listener at the redirect URI, or nobody, for servers that answer without"
                    + " a person"),
    CLIENT_LOGIN(
            CLIENT,
            "login",
            "`off`, `user` or `anonymous`",
            "off",
            "serves login, callback (the path of the redirect URI) and logout in this web application: for users that"
                    + " it knows, or also for browsers whose user it does not know, which then have tokens of their own"),
    CLIENT_BASE_PATH(
            CLIENT,
            "base-path",
            "path",
            "what stands before `/callback/<name>` in the redirect URI, else `/mcp-oauth` behind the path of"
                    + " `public-url`",
            "where `/login/<name>` and `/logout/<name>` are: the path of the public URL, with that of the application"),
    CLIENT_SUCCESS_PATH(
            CLIENT,
            "redirect.success-path",
            "path",
            "a small page",
            "where browsers go after a login that did not say where to return"),
    CLIENT_METADATA_DOCUMENT_SERVE(
            CLIENT,
            "metadata-document.serve",
            "boolean",
            "true where `metadata-document.url` has the origin of the redirect URI",
            "serves the client ID metadata document at the path of its URL"),
    CLIENT_TOKEN_STORE_SCOPE(
            CLIENT,
            "token-store.scope",
            "`user` or `application`",
            "user; application beside `authorization-agent`, which knows one user",
            "what a call without a caller is: refused, unless the grant works without users, or the application's own,"
                    + " for an application with one user; a caller always has tokens of its own"),
    CLIENT_SCOPES(CLIENT, "scopes", "scopes", "those of the challenge or metadata", "the scopes to ask for"),
    CLIENT_OFFLINE_ACCESS(
            CLIENT,
            "offline-access",
            "`auto`, `always` or `never`",
            "auto",
            "when `offline_access` is asked for; `auto` = when the server lists it"),
    CLIENT_PROMPT(CLIENT, "prompt", "text", "none", "the parameter `prompt` of authorization requests"),
    CLIENT_EXTRA_PARAMS(
            CLIENT, "extra-params.<parameter>", "text", "none", "a further parameter of authorization requests"),
    CLIENT_STEP_UP(
            CLIENT,
            "step-up",
            "`auto`, `ask` or `never`",
            "auto",
            "whether more scopes are asked for when the server wants them; a bean `StepUpGate` decides each time, and"
                    + " `ask` demands that there is one"),
    CLIENT_STEP_UP_MAX_RETRIES(
            CLIENT,
            "step-up.max-retries",
            "0 to 10",
            "2",
            "how often more scopes may be asked for after the first authorization"),
    CLIENT_REFRESH_SKEW(
            CLIENT,
            "refresh.skew",
            "duration",
            "PT30S",
            "how long before its end a token is refreshed, at most a fifth of its life"),
    CLIENT_REFRESH_LOCK(
            CLIENT,
            "refresh.lock",
            "`store` or `local`",
            "store",
            "between whom it is settled who uses a refresh token: all processes that share the store, or the threads of"
                    + " this process, which is right only where no other process has the store"),
    CLIENT_TOKEN_STORE(
            CLIENT,
            "token-store",
            "`memory`, `jdbc`, `file` or `bean`",
            "that of the application",
            "where this client keeps its tokens, its registrations and what it discovered, if not in the store of the"
                    + " application; the bean is a `StateStore` with the qualifier `@McpOAuth` of this client"),
    CLIENT_TOKEN_STORE_DATA_SOURCE(
            CLIENT,
            "token-store.data-source",
            "JNDI name",
            "that of the application",
            "the data source of the store `jdbc` of this client, one without JTA"),
    CLIENT_TOKEN_STORE_FILE(
            CLIENT,
            "token-store.file",
            "directory",
            "none",
            "the directory of the store `file` of this client, on a local disk and for nothing else; made if it is"
                    + " missing, refused if anybody but its owner can open it"),
    CLIENT_TOKEN_STORE_KEYS(
            CLIENT,
            "token-store.keys",
            "list of secrets",
            "those of the application",
            "encrypt what `jdbc`, `file` or `bean` keeps for this client, with 32 characters or more each: the first"
                    + " encrypts, all decrypt; required for `file` if the application has none"),
    CLIENT_TOKEN_STORE_KEYS_FILE(
            CLIENT,
            "token-store.keys-file",
            "file",
            "none",
            "a file with these keys instead, one in each line, read anew when it changes"),
    CLIENT_TOKEN_STORE_DANGEROUS_UNENCRYPTED(
            CLIENT,
            "token-store.dangerous-unencrypted",
            "boolean",
            "false",
            "lets the store `jdbc`, `file` or `bean` of this client be without keys, those of the application"
                    + " included: whoever gets hold of it has all its tokens"),
    CLIENT_LEGACY(
            CLIENT,
            "legacy-2025-03-26",
            "boolean",
            "false",
            "lets the origin of a server without protected resource metadata be its issuer"),
    CLIENT_NAME(CLIENT, "client-name", "text", "none", "a name for people"),
    CLIENT_URI(CLIENT, "client-uri", "URL", "none", "a page about the client"),
    CLIENT_LOGO_URI(CLIENT, "logo-uri", "URL", "none", "a logo"),
    CLIENT_TOS_URI(CLIENT, "tos-uri", "URL", "none", "the terms of service"),
    CLIENT_POLICY_URI(CLIENT, "policy-uri", "URL", "none", "the privacy policy"),
    CLIENT_CONTACTS(CLIENT, "contacts", "list of text", "none", "whom to ask, such as mail addresses"),
    CLIENT_SOFTWARE_ID(CLIENT, "software-id", "text", "none", "the identifier of the software"),
    CLIENT_SOFTWARE_VERSION(CLIENT, "software-version", "text", "none", "the version of the software"),
    CLIENT_APPLICATION_TYPE(
            CLIENT,
            "application-type",
            "`web` or `native`",
            "from the redirect URI",
            "the kind of client that is registered"),

    RESOURCE_URL(
            RESOURCE_SERVER,
            "url",
            "URL",
            "none: nothing is guarded",
            "the public URL of the MCP endpoint, as clients use it"),
    RESOURCE_AUTHORIZATION_SERVERS(
            RESOURCE_SERVER,
            "authorization-servers",
            "list of URLs",
            "the issuer of `mcp.oauth.as.*` if enabled, else required",
            "the issuers whose tokens are accepted, the preferred one first",
            "mcp.oauth.resource.issuers",
            "mp.jwt.verify.issuer"),
    RESOURCE_AUDIENCES(
            RESOURCE_SERVER,
            "audiences",
            "list of text",
            "the url",
            "the values of `aud` that are accepted",
            "mp.jwt.verify.audiences"),
    RESOURCE_JWKS_URL(RESOURCE_SERVER, "jwks-url", "URL", "from issuer metadata", "the key set of the only issuer"),
    RESOURCE_ISSUER_URL(
            RESOURCE_SERVER,
            "issuer.<name>.url",
            "URL",
            "none",
            "an issuer with rules of its own, under a name of your choice; it need not stand in"
                    + " `authorization-servers` too"),
    RESOURCE_ISSUER_JWKS_URL(
            RESOURCE_SERVER, "issuer.<name>.jwks-url", "URL", "from issuer metadata", "the key set of that issuer"),
    RESOURCE_ISSUER_KEYS_FILE(
            RESOURCE_SERVER,
            "issuer.<name>.keys-file",
            "file",
            "none",
            "a file with the key set (JWK Set) of that issuer instead; nothing is fetched then"),
    RESOURCE_ISSUER_ALGORITHMS(
            RESOURCE_SERVER,
            "issuer.<name>.algorithms",
            "list of JWS algorithms",
            "those of `token.algorithms`",
            "the signature algorithms accepted from that issuer"),
    RESOURCE_ISSUER_AUDIENCES(
            RESOURCE_SERVER,
            "issuer.<name>.audiences",
            "list of text",
            "those of `audiences`",
            "the values of `aud` accepted from that issuer"),
    RESOURCE_VERIFIER(
            RESOURCE_SERVER,
            "verifier",
            "`auto`, `embedded`, `jwt`, `container` or `introspection`",
            "auto",
            "which tokens are taken: JWTs, and others where introspection is configured or the authorization server is"
                    + " in this application, which is then asked without a call; the same, where it must be; JWTs only, by"
                    + " their keys; those of them by which the container has authenticated the caller itself (MicroProfile"
                    + " JWT), where the container answers for signatures and for nothing else; or whatever the"
                    + " authorization server says is active"),
    RESOURCE_JWKS_REFRESH_INTERVAL(
            RESOURCE_SERVER,
            "jwks.refresh-interval",
            "duration",
            "PT1H",
            "after how long a key set is fetched anew, unless the issuer says sooner"),
    RESOURCE_JWKS_FORCED_REFRESH_INTERVAL(
            RESOURCE_SERVER,
            "jwks.forced-refresh-interval",
            "duration",
            "PT30S",
            "the least time between two fetches that unknown keys may cause"),
    RESOURCE_JWKS_RETAIN_ON_ERROR(
            RESOURCE_SERVER,
            "jwks.retain-on-error",
            "duration, at least `jwks.refresh-interval`",
            "PT24H",
            "how long the last good key set is used while no new one can be had"),
    RESOURCE_INTROSPECTION_CLIENT_ID(
            RESOURCE_SERVER,
            "introspection.client-id",
            "text",
            "none: no introspection",
            "the identifier of this resource at the authorization server that is asked about tokens"),
    RESOURCE_INTROSPECTION_CLIENT_SECRET(
            RESOURCE_SERVER, "introspection.client-secret", "secret", "none", "the secret of this resource there"),
    RESOURCE_INTROSPECTION_CLIENT_SECRET_FILE(
            RESOURCE_SERVER, "introspection.client-secret-file", "file", "none", "a file with that secret instead"),
    RESOURCE_INTROSPECTION_CLIENT_AUTH_METHOD(
            RESOURCE_SERVER,
            "introspection.client-auth-method",
            "`client-secret-basic`, `client-secret-post`, `client-secret-jwt`, `private-key-jwt`, `tls-client-auth` or"
                    + " `self-signed-tls-client-auth`",
            "`private-key-jwt` with a key, else `client-secret-basic`",
            "how this resource authenticates there"),
    RESOURCE_INTROSPECTION_CLIENT_KEY(
            RESOURCE_SERVER,
            "introspection.client-key",
            "PEM text (PKCS#8) or JWK",
            "none",
            "the private key for `private-key-jwt`"),
    RESOURCE_INTROSPECTION_CLIENT_KEY_FILE(
            RESOURCE_SERVER, "introspection.client-key-file", "file", "none", "a file with the private key instead"),
    RESOURCE_INTROSPECTION_CLIENT_KEY_ID(
            RESOURCE_SERVER, "introspection.client-key-id", "text", "none", "the `kid` of assertions"),
    RESOURCE_INTROSPECTION_CLIENT_KEY_ALGORITHM(
            RESOURCE_SERVER,
            "introspection.client-key-algorithm",
            "JWS algorithm",
            "that of the key: `ES256`, `ES384`, `ES512`, `EdDSA`, or `RS256`",
            "the algorithm of assertions; must fit the key"),
    RESOURCE_INTROSPECTION_ISSUER(
            RESOURCE_SERVER,
            "introspection.issuer",
            "URL",
            "the first of `authorization-servers`",
            "the authorization server that is asked"),
    RESOURCE_INTROSPECTION_URL(
            RESOURCE_SERVER,
            "introspection.url",
            "URL",
            "from issuer metadata",
            "the introspection endpoint of that server"),
    RESOURCE_INTROSPECTION_RESPONSE(
            RESOURCE_SERVER,
            "introspection.response",
            "`json` or `jwt`",
            "json",
            "whether answers are JSON or signed JWTs (RFC 9701)"),
    RESOURCE_INTROSPECTION_CACHE_TTL(
            RESOURCE_SERVER,
            "introspection.cache-ttl",
            "duration",
            "0",
            "how long an answer is used again, never beyond the end of the token; a revoked token works that long"),
    RESOURCE_INTROSPECTION_CACHE_SIZE(
            RESOURCE_SERVER,
            "introspection.cache-size",
            "0 to 1000000",
            "10000",
            "how many answers are remembered at most, when `introspection.cache-ttl` is not 0"),
    RESOURCE_INTROSPECTION_MAX_CONCURRENT(
            RESOURCE_SERVER,
            "introspection.max-concurrent",
            "1 to 10000",
            "64",
            "how many tokens that server may be asked about at once; as many again wait a moment for a place, others"
                    + " are answered 503 at once; a quarter is for tokens that were accepted before"),
    RESOURCE_TOKEN_CACHE_SIZE(
            RESOURCE_SERVER,
            "token-cache.size",
            "0 to 1000000",
            "10000",
            "how many accepted JWTs are remembered; 0 for none"),
    RESOURCE_TOKEN_CACHE_TTL(
            RESOURCE_SERVER,
            "token-cache.ttl",
            "duration",
            "PT1M",
            "how long the judgement of a JWT is used again, never beyond its end"),
    RESOURCE_METADATA_URL(
            RESOURCE_SERVER,
            "metadata.url",
            "URL",
            "the well-known URL of the url",
            "where the protected resource metadata is published"),
    RESOURCE_METADATA_NAME(RESOURCE_SERVER, "metadata.name", "text", "none", "a name for people"),
    RESOURCE_METADATA_DOCUMENTATION(RESOURCE_SERVER, "metadata.documentation", "URL", "none", "a page for developers"),
    RESOURCE_METADATA_POLICY_URI(RESOURCE_SERVER, "metadata.policy-uri", "URL", "none", "how clients may use the data"),
    RESOURCE_METADATA_TOS_URI(RESOURCE_SERVER, "metadata.tos-uri", "URL", "none", "the terms of service"),
    RESOURCE_METADATA_MAX_AGE(
            RESOURCE_SERVER, "metadata.cache-max-age", "duration", "PT1H", "how long clients may keep the metadata"),
    RESOURCE_METADATA_ALSO_AT_ROOT(
            RESOURCE_SERVER,
            "metadata.also-at-root",
            "boolean",
            "false",
            "whether the well-known URL without the path of the url answers too"),
    RESOURCE_TOKEN_ALGORITHMS(
            RESOURCE_SERVER,
            "token.algorithms",
            "list of JWS algorithms",
            "RS256,RS384,RS512,PS256,PS384,PS512,ES256,ES384,ES512,EdDSA,Ed25519",
            "the signature algorithms that are accepted; asymmetric ones only",
            "mp.jwt.verify.publickey.algorithm"),
    RESOURCE_TOKEN_PROFILE(
            RESOURCE_SERVER,
            "token.profile",
            "`lenient` or `rfc9068`",
            "lenient",
            "whether tokens must have the form of RFC 9068"),
    RESOURCE_TOKEN_CLOCK_SKEW(
            RESOURCE_SERVER,
            "token.clock-skew",
            "duration, at most PT5M",
            "PT30S",
            "how far clocks may differ",
            "mp.jwt.verify.clock.skew"),
    RESOURCE_TOKEN_MAX_AGE(
            RESOURCE_SERVER,
            "token.max-age",
            "duration",
            "none",
            "how old a token may be since its `iat`, even before its end"),
    RESOURCE_TOKEN_REQUIRED_CLAIMS(
            RESOURCE_SERVER,
            "token.required-claims",
            "list of text",
            "none",
            "the claims a token must have beyond those of its profile"),
    RESOURCE_DPOP(
            RESOURCE_SERVER,
            "dpop",
            "`off`, `accept` or `required`",
            "accept",
            "whether tokens bound to a DPoP key (RFC 9449) are taken, or only they"),
    RESOURCE_DPOP_NONCE(
            RESOURCE_SERVER, "dpop.nonce", "boolean", "false", "whether a proof needs a nonce of this resource"),
    RESOURCE_DPOP_NONCE_KEYS(
            RESOURCE_SERVER,
            "dpop.nonce-keys",
            "list of secrets",
            "made out of `store.keys`; with `store=memory` a key of this process",
            "the keys of nonces, 32 characters or more each, the same on all nodes; the first makes, all check"),
    RESOURCE_DPOP_NONCE_KEYS_FILE(
            RESOURCE_SERVER,
            "dpop.nonce-keys-file",
            "file",
            "none",
            "a file with these keys instead, one per line, read anew when it changes"),
    RESOURCE_DPOP_PROOF_MAX_AGE(
            RESOURCE_SERVER, "dpop.proof-max-age", "duration, at most PT5M", "PT1M", "how old a proof may be"),
    RESOURCE_DPOP_ALGORITHMS(
            RESOURCE_SERVER,
            "dpop.algorithms",
            "list of JWS algorithms",
            "ES256,ES384,ES512,EdDSA,Ed25519,RS256,PS256",
            "the signature algorithms of proofs; asymmetric ones only"),
    RESOURCE_MTLS_BOUND(
            RESOURCE_SERVER,
            "mtls-bound",
            "`off`, `accept` or `required`",
            "accept",
            "whether tokens bound to a TLS client certificate (RFC 8705) are taken, or only they"),
    RESOURCE_MTLS_TRUSTED_PROXIES(
            RESOURCE_SERVER,
            "mtls-bound.trusted-proxies",
            "list of address blocks",
            "none",
            "the proxies, such as `10.1.0.0/16`, whose header `Client-Cert` (RFC 9440) is believed"),
    RESOURCE_PRINCIPAL_CLAIM(
            RESOURCE_SERVER,
            "principal.claim",
            "list of text",
            "upn,preferred_username,sub",
            "the claims that may name the caller for people; the first one present wins"),
    RESOURCE_ROLES_CLAIM(
            RESOURCE_SERVER,
            "roles.claim",
            "text",
            "groups",
            "the claim with the roles; `/` steps into objects, as in `realm_access/roles`"),
    RESOURCE_ROLES_SEPARATOR(
            RESOURCE_SERVER,
            "roles.separator",
            "text",
            "a blank",
            "what stands between roles where the claim is one text"),
    RESOURCE_ROLES_INCLUDE_SCOPES(
            RESOURCE_SERVER, "roles.include-scopes", "boolean", "true", "whether each scope counts as a role too"),
    RESOURCE_ACR_VALUES(
            RESOURCE_SERVER,
            "user-authentication.acr-values",
            "list of text",
            "none",
            "the accepted kinds of user authentication (`acr`, RFC 9470), the preferred one first"),
    RESOURCE_AUTHENTICATION_MAX_AGE(
            RESOURCE_SERVER,
            "user-authentication.max-age",
            "duration",
            "none",
            "how long ago the user may have been authenticated (`auth_time`, RFC 9470)"),
    RESOURCE_OPERATION_AUTHENTICATION(
            RESOURCE_SERVER,
            "operation-authentication",
            "list of `operation => acr values max-age=duration`",
            "none",
            "how the user must have been authenticated for operations beyond `user-authentication.*`, such as"
                    + " `tools/call:pay => mfa max-age=PT5M, resources/read:file:///vault/* => phr mfa`;"
                    + " not read when there is a bean `OperationAuthentication`"),
    RESOURCE_SCOPES_REQUIRED(RESOURCE_SERVER, "scopes-required", "scopes", "none", "the scopes every request needs"),
    RESOURCE_SCOPES_SUPPORTED(
            RESOURCE_SERVER,
            "scopes-supported",
            "scopes",
            "those of `operation-scopes`",
            "the scopes the metadata names"),
    RESOURCE_OPERATION_SCOPES(
            RESOURCE_SERVER,
            "operation-scopes",
            "list of `operation => scopes`",
            "none",
            "the scopes operations need beyond `scopes-required`, such as"
                    + " `tools/call:notes_add => notes:write, resources/read:file:///notes/* => notes:read`;"
                    + " not read when there is a bean `OperationScopes`"),
    RESOURCE_SCOPES_HIERARCHY(
            RESOURCE_SERVER,
            "scopes-hierarchy",
            "list of chains",
            "none",
            "broad scopes that imply narrow ones, such as `admin>write>read`; not read when there is a bean"
                    + " `ScopeEvaluator`"),
    RESOURCE_CHALLENGE_SCOPE(
            RESOURCE_SERVER,
            "challenge.scope",
            "`operation`, `all` or `none`",
            "operation",
            "which scopes a challenge names: those of the request, all of the metadata, or none"),
    RESOURCE_SESSION_BINDING(
            RESOURCE_SERVER,
            "session-binding",
            "`enforce`, `strict`, `dangerous-log` or `dangerous-off`",
            "enforce",
            "how sessions are bound to principals; `strict` also refuses principals with a missing part"),
    RESOURCE_SESSION_IDLE_TIMEOUT(
            RESOURCE_SERVER,
            "session-binding.idle-timeout",
            "duration",
            "PT30M",
            "how long an unused session stays bound"),
    RESOURCE_SESSION_MAX_PER_PRINCIPAL(
            RESOURCE_SERVER,
            "session-binding.max-per-principal",
            "1 to 100000",
            "1000",
            "how many sessions, and how many tasks, a principal may have at a time; twice as many with ended ones"),
    RESOURCE_SESSION_BIND_KEY(
            RESOURCE_SERVER,
            "session-binding.bind-key",
            "boolean",
            "false",
            "whether the DPoP key of a token is part of the principal that sessions, tasks and handles belong to"),
    RESOURCE_TASK_BINDING(
            RESOURCE_SERVER,
            "task-binding",
            "`enforce` or `dangerous-off`",
            "enforce",
            "whether tasks are bound to principals"),
    RESOURCE_REQUEST_STATE_PROTECTION(
            RESOURCE_SERVER,
            "request-state.protection",
            "`encrypt` or `dangerous-off`",
            "encrypt",
            "whether `requestState` is sealed before it leaves the server"),
    RESOURCE_REQUEST_STATE_KEYS(
            RESOURCE_SERVER,
            "request-state.keys",
            "list of secrets",
            "made out of `store.keys`; with `store=memory` a key of this process",
            "the keys that protect `requestState`, 32 characters or more each; the first seals, all open"),
    RESOURCE_REQUEST_STATE_KEYS_FILE(
            RESOURCE_SERVER, "request-state.keys-file", "file", "none", "a file with these keys instead, one per line"),
    RESOURCE_REQUEST_STATE_TTL(
            RESOURCE_SERVER, "request-state.ttl", "duration", "PT10M", "how long a `requestState` is accepted"),
    RESOURCE_REQUEST_STATE_AUDIENCE(
            RESOURCE_SERVER,
            "request-state.audience",
            "text",
            "the url",
            "the server a `requestState` is for, the same on all nodes"),
    RESOURCE_REQUEST_STATE_BIND_KEY(
            RESOURCE_SERVER,
            "request-state.bind-key",
            "boolean",
            "false",
            "whether a `requestState` is bound to the DPoP key of the token too"),
    RESOURCE_ORIGINS_ALLOWED(
            RESOURCE_SERVER,
            "origins-allowed",
            "list of origins",
            "none",
            "values of `Origin` that are accepted beside the origin of the url"),
    RESOURCE_HOSTS_ALLOWED(
            RESOURCE_SERVER,
            "hosts-allowed",
            "list of hosts",
            "none",
            "values of `Host` that are accepted beside that of the url; where the url is not a loopback address and"
                    + " this is empty, every one is"),
    RESOURCE_CORS_ORIGINS(
            RESOURCE_SERVER,
            "cors-origins",
            "list of origins",
            "none",
            "the origins whose browser pages may call the endpoints"),
    RESOURCE_MAX_BODY_SIZE(RESOURCE_SERVER, "max-body-size", "bytes", "4194304", "the largest request body"),
    RESOURCE_REALM(RESOURCE_SERVER, "realm", "text", "none", "the `realm` of challenges"),
    RESOURCE_DANGEROUS_ANONYMOUS_METHODS(
            RESOURCE_SERVER,
            "dangerous-anonymous-methods",
            "list of JSON-RPC methods",
            "none",
            "the methods, such as `initialize`, that may be called without a token"),

    AS_ENABLED(
            AUTHORIZATION_SERVER, "enabled", "boolean", "false", "whether this application is an authorization server"),
    AS_ISSUER(AUTHORIZATION_SERVER, "issuer", "URL", "required", "the issuer identifier; the endpoints lie below it"),
    AS_BASE_PATH(
            AUTHORIZATION_SERVER,
            "base-path",
            "path",
            "/oauth",
            "the path of the endpoints below the issuer; `/` for none"),
    AS_ENDPOINTS_AUTHORIZE(
            AUTHORIZATION_SERVER,
            "endpoints.authorize",
            "path",
            "/authorize",
            "the authorization endpoint, below `base-path` as all endpoints"),
    AS_ENDPOINTS_TOKEN(AUTHORIZATION_SERVER, "endpoints.token", "path", "/token", "the token endpoint"),
    AS_ENDPOINTS_REGISTER(
            AUTHORIZATION_SERVER, "endpoints.register", "path", "/register", "the client registration endpoint"),
    AS_ENDPOINTS_REVOKE(AUTHORIZATION_SERVER, "endpoints.revoke", "path", "/revoke", "the revocation endpoint"),
    AS_ENDPOINTS_INTROSPECT(
            AUTHORIZATION_SERVER, "endpoints.introspect", "path", "/introspect", "the introspection endpoint"),
    AS_ENDPOINTS_JWKS(AUTHORIZATION_SERVER, "endpoints.jwks", "path", "/jwks", "the key set"),
    AS_ENDPOINTS_PAR(
            AUTHORIZATION_SERVER,
            "endpoints.par",
            "path",
            "none",
            "where clients may push their authorization requests, such as `/par`; without it they cannot"),
    AS_ENDPOINTS_DEVICE(
            AUTHORIZATION_SERVER,
            "endpoints.device",
            "path",
            "none",
            "where devices get codes that users enter elsewhere, such as `/device`; without it they cannot"),
    AS_ENDPOINTS_DEVICE_PAGE(
            AUTHORIZATION_SERVER,
            "endpoints.device-page",
            "path",
            "/activate",
            "the page where users enter these codes, should `endpoints.device` be there"),
    AS_DEVICE_CODE_TTL(
            AUTHORIZATION_SERVER,
            "device.code-ttl",
            "duration, at most PT30M",
            "PT10M",
            "how long a user has to enter the code of a device"),
    AS_DEVICE_INTERVAL(
            AUTHORIZATION_SERVER,
            "device.interval",
            "duration, at most PT1M",
            "PT5S",
            "how long a device waits before it asks again"),
    AS_PAR_REQUIRED(
            AUTHORIZATION_SERVER,
            "par.required",
            "boolean",
            "false",
            "whether all clients must push their authorization requests; needs `endpoints.par`"),
    AS_PAR_TTL(
            AUTHORIZATION_SERVER,
            "par.ttl",
            "duration, at most PT90S",
            "PT1M",
            "how long a pushed request waits for its browser"),
    AS_RESOURCES_ALLOWED(
            AUTHORIZATION_SERVER,
            "resources-allowed",
            "list of URLs",
            "required",
            "the resources tokens may be issued for",
            "mcp.oauth.resource.url"),
    AS_SCOPES_SUPPORTED(AUTHORIZATION_SERVER, "scopes-supported", "scopes", "none", "the scopes that may be granted"),
    AS_SCOPES_DEFAULT(
            AUTHORIZATION_SERVER, "scopes-default", "scopes", "none", "the scopes of a request that names none"),
    AS_CODE_TTL(AUTHORIZATION_SERVER, "code.ttl", "duration, at most PT10M", "PT1M", "how long a code lives"),
    AS_ACCESS_TOKEN_TTL(
            AUTHORIZATION_SERVER, "access-token.ttl", "duration", "PT10M", "how long an access token lives"),
    AS_ACCESS_TOKEN_FORMAT(
            AUTHORIZATION_SERVER,
            "access-token.format",
            "`jwt` or `opaque`",
            "jwt",
            "whether an access token is a JWT (RFC 9068), or random and asked about (RFC 7662); both are accepted"),
    AS_ACCESS_TOKEN_AUTHORIZATION_CLAIMS(
            AUTHORIZATION_SERVER,
            "access-token.authorization-claims",
            "list of `roles`, `groups`, `entitlements`",
            "none",
            "what access tokens and introspection tell of users for the decisions of resources (RFC 9068, section"
                    + " 2.2.3.1)"),
    AS_REFRESH_TOKEN_TTL(
            AUTHORIZATION_SERVER, "refresh-token.ttl", "duration", "P30D", "how long a grant can be refreshed"),
    AS_REFRESH_TOKEN_IDLE_TTL(
            AUTHORIZATION_SERVER,
            "refresh-token.idle-ttl",
            "duration",
            "P7D",
            "how long an unused refresh token lives"),
    AS_REFRESH_TOKEN_ROTATION(
            AUTHORIZATION_SERVER,
            "refresh-token.rotation",
            "`always` or `public-clients`",
            "always",
            "whose refresh tokens are replaced at each use; those of public clients always are"),
    AS_REFRESH_TOKEN_REUSE_DETECTION(
            AUTHORIZATION_SERVER,
            "refresh-token.reuse-detection",
            "`on` or `dangerous-off`",
            "on",
            "whether a refresh token that is used twice ends its grant; without it a stolen one is not noticed"),
    AS_REFRESH_TOKEN_GRACE(
            AUTHORIZATION_SERVER,
            "refresh-token.grace",
            "duration, at most PT10S",
            "PT0S",
            "how long a used refresh token is answered with the same successor again, for clients that lost the"
                    + " answer"),
    AS_OPENID_ENABLED(
            AUTHORIZATION_SERVER,
            "openid.enabled",
            "boolean",
            "false",
            "whether users can log in to clients (OpenID Connect): the scope `openid`, ID tokens and `/userinfo`, which"
                    + " tells what a bean `UserClaims` says"),
    AS_OPENID_PAIRWISE_SALT(
            AUTHORIZATION_SERVER,
            "openid.pairwise-salt",
            "secret",
            "none",
            "32 characters or more, the same on all nodes and for ever; lets clients ask for a `sub` that no other"
                    + " client sees (`subject_type` `pairwise`); needs `access-token.format` `opaque`"),
    AS_OPENID_PAIRWISE_SALT_FILE(
            AUTHORIZATION_SERVER,
            "openid.pairwise-salt-file",
            "file",
            "none",
            "a file with that secret instead, read anew when it changes"),
    AS_SIGNING_KEYS(
            AUTHORIZATION_SERVER,
            "signing-keys",
            "PEM, JWK or JWK Set",
            "generated keys",
            "the keys of tokens; the first one is private and signs, all are published and verify; not read when there"
                    + " is a bean `KeySource`"),
    AS_SIGNING_KEYS_FILE(
            AUTHORIZATION_SERVER,
            "signing-keys-file",
            "file",
            "none",
            "a file with these keys instead, read anew when it changes"),
    AS_SIGNING_KEY_STORE(
            AUTHORIZATION_SERVER,
            "signing-key-store",
            "file",
            "none",
            "a PKCS#12 or JKS store with these keys instead, read anew when it changes"),
    AS_SIGNING_KEY_STORE_PASSWORD(
            AUTHORIZATION_SERVER,
            "signing-key-store-password",
            "secret",
            "none",
            "the password of that store and its keys"),
    AS_SIGNING_KEY_STORE_PASSWORD_FILE(
            AUTHORIZATION_SERVER,
            "signing-key-store-password-file",
            "file",
            "none",
            "a file with that password instead, read anew when it changes"),
    AS_SIGNING_KEY_STORE_ALIAS(
            AUTHORIZATION_SERVER, "signing-key-store-alias", "text", "the only key", "which key of that store signs"),
    AS_SIGNING_ALGORITHM(
            AUTHORIZATION_SERVER,
            "signing-algorithm",
            "JWS algorithm",
            "`RS256` for generated keys, else what the signing key suggests",
            "the algorithm of tokens; must fit the signing key"),
    AS_KEY_ROTATION(
            AUTHORIZATION_SERVER,
            "key-rotation",
            "duration, at least PT1H",
            "P90D",
            "how long a generated key signs, where an encrypted `store` keeps it for all nodes; without one a key lives"
                    + " as long as the process, which is for development"),
    AS_DCR_ENABLED(AUTHORIZATION_SERVER, "dcr.enabled", "boolean", "false", "whether clients may register themselves"),
    AS_DCR_MAX_CLIENTS(
            AUTHORIZATION_SERVER,
            "dcr.max-clients",
            "number, at most 1000000",
            "1000",
            "how many clients may register themselves"),
    AS_DCR_MODE(
            AUTHORIZATION_SERVER,
            "dcr.mode",
            "`open` or `token`",
            "open",
            "whether everybody may register, or whoever presents an initial access token"),
    AS_DCR_INITIAL_ACCESS_TOKEN(
            AUTHORIZATION_SERVER,
            "dcr.initial-access-token",
            "list of secrets",
            "none",
            "the initial access tokens; a bean `RegistrationPolicy` may know more"),
    AS_DCR_INITIAL_ACCESS_TOKEN_FILE(
            AUTHORIZATION_SERVER,
            "dcr.initial-access-token-file",
            "file",
            "none",
            "a file with those tokens instead, one in a line, read anew when it changes"),
    AS_DCR_MANAGEMENT(
            AUTHORIZATION_SERVER,
            "dcr.management",
            "boolean",
            "false",
            "whether clients may read, replace and remove their registration (RFC 7592)"),
    AS_DCR_TOKEN_ROTATION(
            AUTHORIZATION_SERVER,
            "dcr.token-rotation",
            "boolean",
            "false",
            "whether the registration access token is replaced whenever a client reads or replaces its registration"),
    AS_DCR_SCOPE(
            AUTHORIZATION_SERVER,
            "dcr.scope",
            "`supported` or `requested`",
            "supported",
            "whether a client may ask users for every supported scope, as MCP clients need that ask for more later, or"
                    + " for those only that it said when it registered or says in its metadata document"),
    AS_DCR_UNUSED_TTL(
            AUTHORIZATION_SERVER,
            "dcr.unused-ttl",
            "duration, at most P3650D",
            "P1D",
            "how long a registration lives that brings no token; one that did lives so long beyond what it may have"
                    + " brought: `refresh-token.ttl`, `consent.ttl`"),
    AS_DCR_SECRET_TTL(
            AUTHORIZATION_SERVER,
            "dcr.secret-ttl",
            "duration, at most P3650D",
            "none: for ever",
            "how long the secret of a registered client lives; with `dcr.management` each update renews it"),
    AS_DCR_STATEMENT_ISSUERS(
            AUTHORIZATION_SERVER,
            "dcr.software-statement.issuers",
            "list of URLs",
            "none: statements are ignored",
            "the issuers whose software statements are taken; their keys as `assertion-issuer.<name>.*` says"),
    AS_CIMD_ENABLED(
            AUTHORIZATION_SERVER,
            "cimd.enabled",
            "boolean",
            "true",
            "whether URLs of client ID metadata documents are taken as client identifiers"),
    AS_CIMD_ALLOWED_HOSTS(
            AUTHORIZATION_SERVER,
            "cimd.allowed-hosts",
            "list of hosts",
            "none: every host",
            "the hosts documents and their `jwks_uri` may be on, exactly; a bean `MetadataDocumentPolicy` decides"
                    + " beside them"),
    AS_CIMD_CACHE_MIN(
            AUTHORIZATION_SERVER,
            "cimd.cache-min",
            "duration",
            "PT30S",
            "how long a document is kept at least, whatever its server says but `no-store`"),
    AS_CIMD_CACHE_MAX(
            AUTHORIZATION_SERVER,
            "cimd.cache-max",
            "duration, at most PT24H",
            "PT24H",
            "how long a document is kept at most, whatever its server says"),
    AS_CIMD_MAX_SIZE(AUTHORIZATION_SERVER, "cimd.max-size", "bytes, at most 65536", "5120", "the largest document"),
    AS_CLIENT_CREDENTIALS_ENABLED(
            AUTHORIZATION_SERVER,
            "client-credentials.enabled",
            "boolean",
            "true",
            "whether confidential clients may get tokens for themselves"),
    AS_LOGIN(
            AUTHORIZATION_SERVER,
            "login",
            "`container`, `form`, `identity-store`, `upstream` or `bean`",
            "`bean` where there is one, else `container`",
            "how users log in: with the container, known by name or by a bean `CallerUsers`; with the form of this"
                    + " server and a bean `UserAuthenticator`; with that form and the identity stores of Jakarta"
                    + " Security; with another OpenID Connect issuer; or as a bean"
                    + " `UserSource`, or one of what it is made of, says"),
    AS_UPSTREAM_ISSUER(
            AUTHORIZATION_SERVER,
            "upstream.issuer",
            "URL",
            "none",
            "the other issuer; required for `login=upstream`, and for nothing else"),
    AS_UPSTREAM_CLIENT_ID(
            AUTHORIZATION_SERVER,
            "upstream.client-id",
            "text",
            "none",
            "what this server is called there; its redirect URI there is `/upstream/callback` below the base path"),
    AS_UPSTREAM_CLIENT_SECRET(
            AUTHORIZATION_SERVER,
            "upstream.client-secret",
            "secret",
            "none",
            "its secret there, sent as `client_secret_basic`; without it this server is a public client there"),
    AS_UPSTREAM_CLIENT_SECRET_FILE(
            AUTHORIZATION_SERVER,
            "upstream.client-secret-file",
            "file",
            "none",
            "a file with that secret instead, read anew when it changes"),
    AS_UPSTREAM_SCOPES(
            AUTHORIZATION_SERVER, "upstream.scopes", "scopes", "openid", "what is asked for there, `openid` among it"),
    AS_CONSENT(
            AUTHORIZATION_SERVER,
            "consent",
            "`always-for-new-client`, `always`, `remember` or `bean`",
            "always-for-new-client",
            "when users are asked whether they agree: for each client, scope and resource that is new to them; each"
                    + " time; as the first, but remembered only if the user says so; or when the bean `GrantPolicy`"
                    + " says so"),
    AS_CONSENT_TTL(
            AUTHORIZATION_SERVER,
            "consent.ttl",
            "duration, at most P3650D",
            "P90D",
            "how long what a user agreed to is remembered"),
    AS_ASSERTION_ISSUER_URL(
            AUTHORIZATION_SERVER,
            "assertion-issuer.<name>.url",
            "URL",
            "none",
            "what is known of an issuer of assertions, under a name of your choice; it is trusted with what its lists"
                    + " say, such as `id-jag.trusted-issuers`"),
    AS_ASSERTION_ISSUER_JWKS_URL(
            AUTHORIZATION_SERVER,
            "assertion-issuer.<name>.jwks-url",
            "URL",
            "from issuer metadata",
            "the key set of that issuer"),
    AS_ASSERTION_ISSUER_KEYS_FILE(
            AUTHORIZATION_SERVER,
            "assertion-issuer.<name>.keys-file",
            "file",
            "none",
            "a file with the key set (JWK Set) of that issuer instead; read anew when it changes; nothing is fetched"
                    + " then"),
    AS_ASSERTION_ISSUER_ALGORITHMS(
            AUTHORIZATION_SERVER,
            "assertion-issuer.<name>.algorithms",
            "list of JWS algorithms",
            "all asymmetric ones",
            "the signature algorithms accepted from that issuer"),
    AS_ID_JAG_ENABLED(
            AUTHORIZATION_SERVER,
            "id-jag.enabled",
            "boolean",
            "false",
            "whether confidential clients get tokens for identity assertions (ID-JAG); who their users are here is for"
                    + " a bean `SubjectMapping` to say, else a digest of issuer and subject"),
    AS_ID_JAG_TRUSTED_ISSUERS(
            AUTHORIZATION_SERVER,
            "id-jag.trusted-issuers",
            "list of URLs",
            "none",
            "the identity providers whose assertions are taken"),
    AS_ID_JAG_MAX_LIFETIME(
            AUTHORIZATION_SERVER,
            "id-jag.max-lifetime",
            "duration, at most PT1H",
            "PT5M",
            "how long an identity assertion may live at most"),
    AS_WORKLOAD_TRUSTED_ISSUERS(
            AUTHORIZATION_SERVER,
            "workload.trusted-issuers",
            "list of URLs",
            "none",
            "the platforms whose workloads get tokens for what the platform signed, without a secret; which workload is"
                    + " which client is for `workload.identity.<name>` or a bean `WorkloadMapping` to say"),
    AS_WORKLOAD_AUDIENCES(
            AUTHORIZATION_SERVER,
            "workload.audiences",
            "list of text",
            "the issuer and the token endpoint",
            "the values of `aud` accepted in tokens of workloads"),
    AS_WORKLOAD_MAX_LIFETIME(
            AUTHORIZATION_SERVER,
            "workload.max-lifetime",
            "duration",
            "P1D",
            "how long a token of a workload may live at most"),
    AS_WORKLOAD_IDENTITY_ISSUER(
            AUTHORIZATION_SERVER,
            "workload.identity.<name>.issuer",
            "URL",
            "the only trusted platform",
            "the platform of a workload, under a name of your choice"),
    AS_WORKLOAD_IDENTITY_SUBJECT(
            AUTHORIZATION_SERVER,
            "workload.identity.<name>.subject",
            "text",
            "none",
            "what the platform calls that workload, such as `system:serviceaccount:mcp:agent`"),
    AS_WORKLOAD_IDENTITY_CLIENT_ID(
            AUTHORIZATION_SERVER,
            "workload.identity.<name>.client-id",
            "text",
            "the name",
            "the client that workload is; it is registered for the grant type"
                    + " `urn:ietf:params:oauth:grant-type:jwt-bearer`"),
    AS_TOKEN_EXCHANGE_ENABLED(
            AUTHORIZATION_SERVER,
            "token-exchange.enabled",
            "boolean",
            "false",
            "whether confidential clients may exchange access tokens of this server (RFC 8693): their own, and those"
                    + " they received, unless a bean `ExchangePolicy` says otherwise"),
    AS_TOKEN_EXCHANGE_TRUSTED_ISSUERS(
            AUTHORIZATION_SERVER,
            "token-exchange.trusted-issuers",
            "list of URLs",
            "none",
            "whose ID tokens for the client, and other JWTs for this server, may be exchanged, too"),
    AS_CLIENT_AUTH_METHODS(
            AUTHORIZATION_SERVER,
            "client-auth-methods",
            "list",
            "none,client-secret-basic,client-secret-post,private-key-jwt",
            "how clients may authenticate; also `client-secret-jwt`, `tls-client-auth` and"
                    + " `self-signed-tls-client-auth`"),
    AS_CLIENTS_FILE(
            AUTHORIZATION_SERVER,
            "clients-file",
            "file with JSON",
            "none",
            "the clients that the deployer registers: an object whose names are client identifiers and whose values"
                    + " are client metadata (RFC 7591), with `client_secret` or `client_secret_sha256`, read anew when it"
                    + " changes"),
    AS_LOOPBACK_ANY_PORT(
            AUTHORIZATION_SERVER,
            "redirect-uris.loopback-any-port",
            "boolean",
            "true",
            "whether `localhost` redirect URIs get a free port, as loopback addresses do"),
    AS_PRIVATE_USE_SCHEMES(
            AUTHORIZATION_SERVER,
            "redirect-uris.dangerous-private-use-schemes",
            "boolean",
            "false",
            "whether clients may register redirect URIs of a scheme with a dot such as `com.example.app:/cb`, which MCP"
                    + " forbids: another app on the device may claim the scheme"),
    AS_ERROR_REDIRECTS(
            AUTHORIZATION_SERVER,
            "error-redirects",
            "`always` or `trusted-clients`",
            "always",
            "to which clients the error of an authorization request sends the browser back before its user did"
                    + " anything; with `trusted-clients` those that registered openly, or published a metadata document"
                    + " of their choice, get a page that shows where the answer would go, with a link"),
    AS_RATE_LIMIT_REGISTER(
            AUTHORIZATION_SERVER,
            "rate-limit.register",
            "`off`, or a number and a time",
            "20/h",
            "how often an address may ask to be registered"),
    AS_RATE_LIMIT_TOKEN(
            AUTHORIZATION_SERVER,
            "rate-limit.token",
            "`off`, or a number and a time",
            "50/15m",
            "how often clients, and users, may fail to authenticate from one address"),
    AS_RATE_LIMIT_AUTHORIZE(
            AUTHORIZATION_SERVER,
            "rate-limit.authorize",
            "`off`, or a number and a time such as 100/15m",
            "off",
            "how often an address may begin an authorization"),
    AS_RATE_LIMIT_TRUSTED_PROXIES(
            AUTHORIZATION_SERVER,
            "rate-limit.trusted-proxies",
            "list of address blocks",
            "none",
            "blocks such as `10.1.0.0/16` of proxies whose header `Forwarded` or `X-Forwarded-For` is believed"),
    AS_CORS_ORIGINS(
            AUTHORIZATION_SERVER,
            "cors-origins",
            "`*`, `none` or list of origins",
            "*",
            "of which origins pages may read what the endpoints answer; never those with pages or cookies, and never"
                    + " introspection"),
    AS_CLIENT_SECRET_KEYS(
            AUTHORIZATION_SERVER,
            "client-secret-keys",
            "list of secrets",
            "none",
            "the keys that the secrets of `client-secret-jwt` are derived from, 32 characters or more each, the same"
                    + " on all nodes; the first makes, all check"),
    AS_CLIENT_SECRET_KEYS_FILE(
            AUTHORIZATION_SERVER,
            "client-secret-keys-file",
            "file",
            "none",
            "a file with these keys instead, one per line, read anew when it changes"),
    AS_TOKEN_ENDPOINT_AUDIENCE(
            AUTHORIZATION_SERVER,
            "client-assertion.dangerous-token-endpoint-audience",
            "boolean",
            "false",
            "whether the URL of the token endpoint is taken as audience of client assertions beside the issuer; for"
                    + " clients that cannot be changed"),
    AS_DPOP(
            AUTHORIZATION_SERVER,
            "dpop",
            "`off`, `accept` or `required`",
            "accept",
            "whether tokens are bound to the DPoP key (RFC 9449) that a request proves, or only such are issued"),
    AS_DPOP_NONCE(
            AUTHORIZATION_SERVER, "dpop.nonce", "boolean", "true", "whether a proof needs a nonce of this server"),
    AS_DPOP_NONCE_KEYS(
            AUTHORIZATION_SERVER,
            "dpop.nonce-keys",
            "list of secrets",
            "made out of `store.keys`; with `store=memory` a key of this process",
            "the keys of nonces, 32 characters or more each, the same on all nodes; the first makes, all check"),
    AS_DPOP_NONCE_KEYS_FILE(
            AUTHORIZATION_SERVER,
            "dpop.nonce-keys-file",
            "file",
            "none",
            "a file with these keys instead, one per line, read anew when it changes"),
    AS_DPOP_PROOF_MAX_AGE(
            AUTHORIZATION_SERVER, "dpop.proof-max-age", "duration, at most PT5M", "PT1M", "how old a proof may be"),
    AS_DPOP_ALGORITHMS(
            AUTHORIZATION_SERVER,
            "dpop.algorithms",
            "list of JWS algorithms",
            "ES256,ES384,ES512,EdDSA,Ed25519,RS256,PS256",
            "the signature algorithms of proofs; asymmetric ones only"),
    AS_MTLS_BOUND(
            AUTHORIZATION_SERVER,
            "mtls-bound",
            "`off`, `accept` or `required`",
            "off",
            "whether tokens are bound to the TLS certificate (RFC 8705) of clients that registered for it, or all are"),
    AS_MTLS_TRUSTED_PROXIES(
            AUTHORIZATION_SERVER,
            "mtls-bound.trusted-proxies",
            "list of address blocks",
            "none",
            "the proxies, such as `10.1.0.0/16`, whose header `Client-Cert` (RFC 9440) is believed, for client"
                    + " authentication too"),
    AS_MTLS_TRUST_ANCHORS_FILE(
            AUTHORIZATION_SERVER,
            "mtls.trust-anchors-file",
            "file",
            "none",
            "a file with the PEM certificates of those who may issue certificates for `tls-client-auth`, which needs"
                    + " it; checked beside the handshake; read anew when it changes"),
    AS_MTLS_BASE_URL(
            AUTHORIZATION_SERVER,
            "mtls.base-url",
            "URL",
            "none",
            "what stands in place of the issuer in the URLs of endpoints for mutual TLS (RFC 8705, section 5)"),
    AS_MAX_BODY_SIZE(AUTHORIZATION_SERVER, "max-body-size", "bytes", "65536", "the largest request body");

    private static final String FILE = "-file";
    private static final String ALIAS = "-alias";

    private final Role role;
    private final String suffix;
    private final String type;
    private final String defaultValue;
    private final String meaning;
    private final List<String> fallbacks;

    ConfigurationKey(Role role, String suffix, String type, String defaultValue, String meaning, String... fallbacks) {
        this.role = role;
        this.suffix = suffix;
        this.type = type;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
        this.fallbacks = List.of(fallbacks);
    }

    /** What it configures. */
    public Role role() {
        return role;
    }

    /** The name behind the prefix of the role; {@code <parameter>} stands for any text. */
    public String suffix() {
        return suffix;
    }

    /** What may be written, for people. */
    public String type() {
        return type;
    }

    /** What holds when nothing is written, for people; a value that could be written where there is one. */
    public String defaultValue() {
        return defaultValue;
    }

    /** What it is for, for people. */
    public String meaning() {
        return meaning;
    }

    /** Full names of keys that are read when this one is absent, in this order. */
    public List<String> fallbacks() {
        return fallbacks;
    }

    /**
     * Whether the value without a name is the default for named ones. What says which resource it is, or what
     * tokens are for it, is not: a token for one resource would open another.
     */
    public boolean isDefaultForAll() {
        return !Exclusive.KEYS.contains(this);
    }

    /** The full name, without the name of a client or resource. */
    public String fullName() {
        return role.prefix() + suffix;
    }

    /**
     * The suffix of the key with the alias of the same secret, which is there for what may also stand in a file of its
     * own.
     */
    public Optional<String> aliasSuffix() {
        return Secrets.KEYS.contains(this) ? Optional.of(suffix + ALIAS) : Optional.empty();
    }

    /** Whether this names the file with what the other one would hold; what is chosen from a list is in no file. */
    boolean isFileOf(ConfigurationKey other) {
        return role == other.role && other != CLIENT_SUBJECT_TOKEN && suffix.equals(other.suffix + FILE);
    }

    /** What may be written behind the prefix of the role: the suffix, and that of the alias if there is one. */
    public Stream<String> suffixes() {
        return Stream.concat(Stream.of(suffix), aliasSuffix().stream());
    }

    /** The same with the prefix of the role, without the name of a client or resource. */
    public Stream<String> fullNames() {
        return suffixes().map(role.prefix()::concat);
    }

    /** A class of its own, because constants are made before the static fields of their class. */
    private static final class Exclusive {
        static final Set<ConfigurationKey> KEYS = Set.of(
                RESOURCE_URL,
                RESOURCE_AUDIENCES,
                RESOURCE_ISSUER_AUDIENCES,
                RESOURCE_METADATA_URL,
                RESOURCE_METADATA_NAME,
                RESOURCE_METADATA_DOCUMENTATION,
                RESOURCE_METADATA_ALSO_AT_ROOT,
                RESOURCE_REQUEST_STATE_AUDIENCE);

        private Exclusive() {}
    }

    /** What may also stand in a file of its own. */
    private static final class Secrets {
        static final Set<ConfigurationKey> KEYS = Stream.of(values())
                .filter(key -> Stream.of(values()).anyMatch(other -> other.isFileOf(key)))
                .collect(Collectors.toUnmodifiableSet());

        private Secrets() {}
    }
}
