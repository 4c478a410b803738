package org.mcpoauth.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import org.mcpoauth.spi.support.codec.Base64Url;

/** Vert.x auth-jwt with the key given as JWK. It answers on the calling thread. */
final class VertxContender implements Contender {
    private final Vertx vertx = Vertx.vertx();

    @Override
    public String name() {
        return "vertx";
    }

    @Override
    public boolean supports(Algorithm algorithm) {
        return true;
    }

    @Override
    public Verification verification(Fixture fixture) {
        JWTOptions rules = new JWTOptions().setIssuer(Fixture.ISSUER).addAudience(Fixture.AUDIENCE);
        JWTAuth auth =
                JWTAuth.create(vertx, new JWTAuthOptions().setJWTOptions(rules).addJwk(key(fixture)));
        return token -> user(auth.authenticate(new TokenCredentials(token)));
    }

    private static JsonObject key(Fixture fixture) {
        if (fixture.algorithm() == Algorithm.HS256) {
            return new JsonObject()
                    .put("kty", "oct")
                    .put("alg", "HS256")
                    .put("kid", fixture.keyId())
                    .put("k", Base64Url.encode(fixture.secret()));
        }
        return new JsonObject(fixture.keySet()).getJsonArray("keys").getJsonObject(0);
    }

    private static User user(Future<User> answer) throws Exception {
        if (!answer.isComplete()) {
            throw new IllegalStateException("not on this thread");
        }
        if (answer.failed()) {
            throw new SecurityException(answer.cause());
        }
        return answer.result();
    }
}
