package org.mcpoauth.starter.node;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** An issuer of access tokens that serves metadata and keys on loopback. */
final class TestIssuer implements AutoCloseable {
    private static final StrictJson JSON = StrictJson.create();
    private static final JcaSignatures SIGNATURES = JcaSignatures.platform();

    private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
    private final Clock clock = Clock.systemUTC();
    private final HttpServer server;
    private final Issuer issuer;

    TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issuer = Issuer.of("http://127.0.0.1:" + server.getAddress().getPort());
        serve(
                issuer.metadataLocations().get(0).getPath(),
                "{\"issuer\":\"" + issuer.value() + "\",\"jwks_uri\":\"" + issuer.value() + "/keys\"}");
        serve("/keys", JSON.write(JwkSet.of(List.of(key.verificationKey())).write(JSON)));
        server.start();
    }

    Issuer issuer() {
        return issuer;
    }

    /** A token of a user. */
    String token(String subject) {
        return token(subject, null);
    }

    /** A token of a user, bound to the key of the client where there is one (RFC 9449, section 6.1). */
    String token(String subject, @Nullable SigningKey bound) {
        Instant now = clock.instant();
        JsonObjectBuilder claims = JSON.object()
                .add("iss", issuer.value())
                .add("aud", Node.RESOURCE)
                .add("sub", subject)
                .add("client_id", "client")
                .add("jti", UUID.randomUUID().toString())
                .add("iat", now.getEpochSecond())
                .add("exp", now.getEpochSecond() + 600);
        if (bound != null) {
            claims.add("cnf", JSON.object().add("jkt", bound.verificationKey().thumbprint()));
        }
        return JwsSigner.ofTokens(JSON, SIGNATURES, key, "at+jwt").sign(claims.build());
    }

    /** A proof for one POST to the resource (RFC 9449, section 4.2). */
    String proof(SigningKey bound, String token) {
        JsonObjectBuilder claims = JSON.object()
                .add("jti", UUID.randomUUID().toString())
                .add("htm", "POST")
                .add("htu", Node.RESOURCE)
                .add("iat", clock.instant().getEpochSecond())
                .add("ath", Sha256.base64Url(token));
        return JwsSigner.ofProofs(JSON, SIGNATURES, bound).sign(claims.build());
    }

    private void serve(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
