package org.mcpoauth.server;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.AuditListener;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.http.HttpTransport;
import org.mcpoauth.spi.key.KeySetCache;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** An issuer of access tokens whose metadata and keys stand in a scripted transport. */
public final class TestIssuer {
    /** The resource of most tests. */
    public static final String RESOURCE = "http://127.0.0.1/mcp";

    private static final StrictJson JSON = StrictJson.create();
    private static final JcaSignatures SIGNATURES = JcaSignatures.platform();

    private final Issuer issuer;
    private final ScriptedTransport transport;
    private final MovableClock clock;
    private final List<SigningKey> keys = new ArrayList<>();

    /** An issuer with one key, published. */
    public TestIssuer(String issuer, ScriptedTransport transport, MovableClock clock) {
        this.issuer = Issuer.of(issuer);
        this.transport = transport;
        this.clock = clock;
        keys.add(SigningKey.generate(JwsAlgorithm.ES256));
        publish();
    }

    /** What implementations work with in tests. */
    public static McpOAuthServices services(HttpTransport transport, MovableClock clock, Executor executor) {
        return services(transport, clock, executor, KeySetCache.NONE);
    }

    /** The same with a cache of key sets. */
    public static McpOAuthServices services(
            HttpTransport transport, MovableClock clock, Executor executor, KeySetCache keySets) {
        return services(transport, clock, executor, keySets, AuditListener.NONE);
    }

    /** The same with somebody who is told what happens. */
    public static McpOAuthServices services(
            HttpTransport transport,
            MovableClock clock,
            Executor executor,
            KeySetCache keySets,
            AuditListener auditListener) {
        EndpointPolicy policy =
                new StrictEndpointPolicy(StrictEndpointPolicy.Options.strict().withLoopback());
        return new McpOAuthServices(
                transport,
                policy,
                new InMemoryStateStore(clock, StoreLimits.defaults()),
                clock,
                executor,
                null,
                keySets,
                auditListener,
                clock,
                Connections.DEFAULT);
    }

    public Issuer issuer() {
        return issuer;
    }

    public URI metadataUrl() {
        return issuer.metadataLocations().get(0);
    }

    public URI keysUrl() {
        return URI.create(issuer.value() + "/keys");
    }

    /** Publishes metadata and all keys. */
    public void publish() {
        transport.json(metadataUrl(), metadata(issuer.value()));
        publishKeys(keys);
    }

    /** Publishes a key set. */
    public void publishKeys(List<SigningKey> published) {
        transport.json(keysUrl(), keySet(published));
    }

    /** The document of a key set. */
    public static String keySet(List<SigningKey> published) {
        JwkSet set =
                JwkSet.of(published.stream().map(SigningKey::verificationKey).toList());
        return JSON.write(set.write(JSON));
    }

    /** Metadata that names some issuer. */
    public String metadata(String named) {
        return "{\"issuer\":\"" + named + "\",\"jwks_uri\":\"" + keysUrl() + "\"}";
    }

    /** The key that signs. */
    public SigningKey key() {
        return keys.get(keys.size() - 1);
    }

    /** Takes a new key for signing, not published yet. */
    public SigningKey rotate() {
        keys.add(SigningKey.generate(JwsAlgorithm.ES256));
        return key();
    }

    /** The claims of a good token for {@link #RESOURCE}, of client {@code client} and subject {@code alice}. */
    public JsonObjectBuilder claims() {
        Instant now = clock.instant();
        return JSON.object()
                .add("iss", issuer.value())
                .add("aud", RESOURCE)
                .add("sub", "alice")
                .add("client_id", "client")
                .add("scope", "mcp:tools")
                .add("jti", "id-1")
                .add("iat", now.getEpochSecond())
                .add("exp", now.getEpochSecond() + 600);
    }

    /** A good token. */
    public String token() {
        return token(claims -> claims);
    }

    /** A good token with changed claims. */
    public String token(UnaryOperator<JsonObjectBuilder> change) {
        return sign("at+jwt", change.apply(claims()).build());
    }

    /** Signs claims with the current key. */
    public String sign(String type, JsonObject claims) {
        return JwsSigner.ofTokens(JSON, SIGNATURES, key(), type).sign(claims);
    }
}
