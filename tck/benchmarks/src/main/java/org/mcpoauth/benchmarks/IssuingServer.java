package org.mcpoauth.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationDecision;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.benchmarks.Rounds.Cell;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.ClientRules;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** Our authorization server without a network, one operation after the other, and the floor it is compared with. */
final class IssuingServer {
    static final String CLIENT_CREDENTIALS = "client credentials";
    static final String CODE = "code";
    static final String REFRESH = "refresh";

    static final String TOKEN_PATH = "/oauth/token";
    static final String INTROSPECTION_PATH = "/oauth/introspect";

    private static final Issuer ISSUER = Issuer.of("http://127.0.0.1:8080");
    static final ResourceIdentifier RESOURCE = ResourceIdentifier.of("http://127.0.0.1:8080/mcp");
    static final URI CALLBACK = URI.create("https://client.example/callback");
    static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";
    private static final String CHALLENGE = challenge();
    static final Secret SECRET = Secret.of("the secret of the benchmark");
    static final Scopes SCOPES = Scopes.of("read", "write");
    private static final int SIGNED_BYTES = 600;
    private static final Duration HOUR = Duration.ofHours(1);
    // a round redeems what was granted before it
    private static final Duration CODE_TTL = Duration.ofMinutes(10);

    static final Client CLIENT = client();
    private static final HttpHeaders HEADERS = headers();

    private final Algorithm algorithm;
    private final McpOAuthRuntime runtime;
    private final AuthorizationServer server;
    private final Map<String, EndpointHandler> endpoints;
    private String refreshToken = "";
    private int users;

    IssuingServer(Algorithm algorithm) {
        this(algorithm, AccessTokenFormat.JWT, McpOAuthRuntime.builder());
    }

    /** A server with the clock, the JCA provider and so on of a runtime. */
    IssuingServer(Algorithm algorithm, AccessTokenFormat format, McpOAuthRuntime.Builder runtime) {
        this.algorithm = algorithm;
        this.runtime = runtime.allowLoopback().build();
        this.server = this.runtime.authorizationServer(
                AuthorizationServerConfiguration.builder(ISSUER, List.of(RESOURCE))
                        .scopesSupported(SCOPES)
                        .scopesDefault(SCOPES)
                        .tokens(TokenIssuance.DEFAULT
                                .withSigningAlgorithm(algorithm.wireName())
                                .withAccessTokenFormat(format)
                                .withCodeTtl(CODE_TTL))
                        .clients(ClientRules.DEFAULT.withKnown(List.of(CLIENT)))
                        .build(),
                UserSource.form((name, password) -> Optional.empty()));
        this.endpoints = server.endpoints().stream().collect(Collectors.toMap(Endpoint::path, Endpoint::handler));
    }

    /** Every operation; a token that was issued is spent by the next one. */
    Map<String, Cell> operations() {
        refreshToken = member(redeem(), "refresh_token");
        String accessToken = member(redeem(), "access_token");
        Map<String, Cell> cells = new LinkedHashMap<>();
        cells.put(CLIENT_CREDENTIALS, () -> token(TokenForms.clientCredentials()));
        cells.put(CODE, this::redeem);
        cells.put(REFRESH, this::refresh);
        cells.put("introspection", () -> post(INTROSPECTION_PATH, TokenForms.introspection(accessToken)));
        return cells;
    }

    /** A signature by an object that is initialised once, and a record that is read and replaced. */
    Cell floor() throws GeneralSecurityException {
        Signature signature = signature();
        StateStore store = runtime.services().stateStore();
        StateKey key = new StateKey("benchmark", "record");
        byte[] input = new byte[SIGNED_BYTES];
        store.putIfAbsent(key, StateEntry.of("0".repeat(SIGNED_BYTES)), HOUR);
        return () -> {
            String known = store.get(key).orElseThrow().value();
            if (!store.compareAndSet(key, known, StateEntry.of(known), HOUR)) {
                throw new IllegalStateException("nobody else writes");
            }
            signature.update(input);
            return signature.sign();
        };
    }

    private Signature signature() throws GeneralSecurityException {
        boolean isRsa = algorithm == Algorithm.RS256;
        KeyPairGenerator generator = KeyPairGenerator.getInstance(isRsa ? "RSA" : "EC");
        if (isRsa) {
            generator.initialize(2048);
        } else {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        KeyPair pair = generator.generateKeyPair();
        Signature signature = Signature.getInstance(isRsa ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        return signature;
    }

    private EndpointResponse refresh() {
        EndpointResponse tokens = token(TokenForms.refresh(refreshToken));
        refreshToken = member(tokens, "refresh_token");
        return tokens;
    }

    /** Grants a code and redeems it. */
    EndpointResponse redeem() {
        return token(TokenForms.code(code()));
    }

    AuthorizationServer server() {
        return server;
    }

    /** A code as the authorization endpoint gives it when a user has agreed, each time another one. */
    String code() {
        AuthorizationParameters parameters = new AuthorizationParameters(
                "state", SCOPES, CHALLENGE, CALLBACK, true, List.of(RESOURCE), null, RequestedAuthentication.ANY);
        ResourceOwner owner = new ResourceOwner("user-" + users++, Instant.now(), null);
        AuthorizationDecision decision =
                server.provider().authorize(CLIENT, parameters, new Interaction(owner, SCOPES));
        if (decision instanceof AuthorizationDecision.Granted granted) {
            return granted.code().reveal();
        }
        throw new IllegalStateException("no code: " + decision);
    }

    private EndpointResponse token(String form) {
        return post(TOKEN_PATH, form);
    }

    private EndpointResponse post(String path, String form) {
        EndpointResponse response = Objects.requireNonNull(endpoints.get(path))
                .handle(new EndpointRequest("POST", path, null, HEADERS, form.getBytes(UTF_8), "127.0.0.1", null));
        if (response.status() != 200) {
            throw new IllegalStateException(path + " answers " + new String(response.body(), UTF_8));
        }
        return response;
    }

    private static String member(EndpointResponse response, String name) {
        return TokenForms.member(new String(response.body(), UTF_8), name);
    }

    private static HttpHeaders headers() {
        return HttpHeaders.of(
                Map.of(
                        "Content-Type",
                        List.of("application/x-www-form-urlencoded"),
                        "Authorization",
                        List.of(TokenForms.credentials())),
                (name, value) -> true);
    }

    private static Client client() {
        ClientMetadata metadata = ClientMetadata.builder()
                .redirectUris(List.of(CALLBACK))
                .grantTypes(
                        List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.CLIENT_CREDENTIALS))
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .build();
        return new Client("benchmark", metadata, SecretHash.of(SECRET), Instant.EPOCH, null);
    }

    private static String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
