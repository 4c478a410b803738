package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.support.jose.SigningKey;

/** The cache of verified tokens in a verifier as it is configured. */
class TokenCacheTest extends VerifierFixture {
    private JsonObject claimsOf(TokenVerifier verifier, String token) {
        return verify(verifier, token).claims();
    }

    @Test
    void aTokenIsRememberedByDefault() {
        String token = issuer.token();
        assertSame(claimsOf(lenient, token), claimsOf(lenient, token));
    }

    @Test
    void aCacheOfNoSizeRemembersNothing() {
        TokenVerifier off = verifier(it -> it.tokenCache(TokenCacheLimits.OFF));
        String token = issuer.token();
        assertNotSame(claimsOf(off, token), claimsOf(off, token));
    }

    @Test
    void aRememberedTokenExpires() {
        String token = issuer.token(claims -> claims.add("exp", clock.instant().getEpochSecond() + 20));
        verify(lenient, token);
        clock.move(Duration.ofSeconds(49));
        verify(lenient, token);
        clock.move(Duration.ofSeconds(1));
        assertRejected(RejectionReason.EXPIRED, lenient, token);
    }

    @Test
    void aKeyThatIsGoneTakesItsTokensWithIt() {
        TokenVerifier longMemory = verifier(it -> it.tokenCache(new TokenCacheLimits(10, Duration.ofHours(10))));
        SigningKey stolen = issuer.key();
        String old = issuer.token(claims -> claims.add("exp", clock.instant().getEpochSecond() + 36_000));
        JsonObject remembered = claimsOf(longMemory, old);
        SigningKey fresh = issuer.rotate();
        issuer.publishKeys(List.of(stolen, fresh));
        clock.move(Duration.ofMinutes(5));
        verify(longMemory, issuer.token());
        assertSame(remembered, claimsOf(longMemory, old), "a new key takes nothing away");
        issuer.publishKeys(List.of(fresh));
        clock.move(Duration.ofHours(2));
        verify(longMemory, issuer.token());
        assertRejected(RejectionReason.KEY, longMemory, old);
    }

    @Test
    void aRevokedTokenIsJudgedAnew() {
        String token = issuer.token();
        JsonObject first = claimsOf(lenient, token);
        lenient.forget(new TokenRevoked.ByToken(Secret.of(token)));
        JsonObject second = claimsOf(lenient, token);
        assertNotSame(first, second);
        assertEquals(first, second);
    }
}
