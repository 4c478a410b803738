package org.mcpoauth.server.authorization;

import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** Signs assertions for a {@link TestServer}, whose transport has its metadata and keys. */
final class TestIdentityProvider {
    private static final StrictJson JSON = StrictJson.create();

    final Issuer issuer;
    SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);

    /** One with a host of its own: an address, because nothing is looked up. */
    TestIdentityProvider(String url) {
        issuer = Issuer.of(url);
    }

    AssertionIssuer trusted() {
        return AssertionIssuer.of(issuer);
    }

    /** Puts metadata and keys where a server looks for them. */
    void publish(TestServer server) {
        server.transport.putJson(
                issuer.metadataLocations().get(0).toString(),
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        publishKeys(server);
    }

    void publishKeys(TestServer server) {
        server.transport.putJson(
                issuer + "/keys",
                JSON.write(JwkSet.of(List.of(key.verificationKey())).write(JSON)));
    }

    /** Signs the claims that every assertion has, as somebody changes them. */
    String sign(TestServer server, @Nullable String type, Consumer<JsonObjectBuilder> change) {
        Instant now = server.clock.instant();
        JsonObjectBuilder claims = JSON.object()
                .add("iss", issuer.value())
                .add("sub", "alice")
                .add("aud", TestServer.ISSUER)
                .add("iat", now.getEpochSecond())
                .add("exp", now.getEpochSecond() + 300)
                .add("jti", "id-1");
        change.accept(claims);
        return JwsSigner.ofTokens(JSON, JcaSignatures.platform(), key, type).sign(claims.build());
    }
}
