package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.event.AuthorizationServerEvent;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.DeviceGrant;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;

/** RFC 8628, section 3.4: what a user has agreed to is issued once, and not lost by a failure. */
class DeviceRedemptionTest {
    private static final Duration CODE_TTL = Duration.ofMinutes(30);

    private final Queue<Runnable> beforeIssuing = new ArrayDeque<>();
    private final TestServer server = new TestServer(
            builder -> builder.endpoints(EndpointPaths.DEFAULT.withDevice("/device"))
                    .devices(rules -> rules.withCodeTtl(CODE_TTL)),
            GrantPolicy.WITH_CONSENT,
            provider -> new DelegatingProvider(provider) {
                @Override
                public IssuedTokens exchangeDeviceCode(Client client, DeviceGrant grant, TokenRequest request) {
                    Runnable first = beforeIssuing.poll();
                    if (first != null) {
                        first.run();
                    }
                    return super.exchangeDeviceCode(client, grant, request);
                }
            });
    private String code = "";

    @BeforeEach
    void approveDevice() {
        server.addClient(
                "tv",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(List.of(GrantType.DEVICE_CODE)));
        JsonObject codes = server.json(server.post(
                "/device",
                Map.of(),
                TestServer.form("client_id", "tv", "scope", "mcp:tools", "resource", TestServer.RESOURCE)));
        code = codes.getString("device_code");
        TestBrowser user = new TestBrowser(server);
        EndpointResponse question = user.submit(
                user.login(user.open(TestServer.BASE + "/activate", "")), "user_code", codes.getString("user_code"));
        user.submit(question, "decision", "approve");
    }

    private EndpointResponse poll() {
        return server.token("grant_type", GrantType.DEVICE_CODE.value(), "client_id", "tv", "device_code", code);
    }

    @Test
    void aFailureOfTheProviderLosesNothing() {
        beforeIssuing.add(DeviceRedemptionTest::fail);

        EndpointResponse failure = poll();

        assertEquals(503, failure.status());
        assertEquals("temporarily_unavailable", server.error(failure));
        assertEquals(200, poll().status());
        assertEquals("invalid_grant", server.error(poll()));
    }

    @Test
    void aRefusalOfTheProviderLosesNothing() {
        beforeIssuing.add(() -> {
            throw EndpointException.token(ErrorCode.INVALID_TARGET, null);
        });

        assertEquals("invalid_target", server.error(poll()));
        assertEquals(200, poll().status());
    }

    /** Nobody can tell then whether tokens were stored: the device waits until nobody issues them any more. */
    @Test
    void aStoreThatGoesDownMeanwhileLosesNothing() {
        beforeIssuing.add(() -> {
            server.store.setBroken(true);
            fail();
        });
        assertEquals(503, poll().status());
        server.store.setBroken(false);

        server.pass(Duration.ofMillis(29_999));
        assertEquals("authorization_pending", server.error(poll()));
        server.pass(Duration.ofMillis(1));
        assertEquals(200, poll().status());
        assertEquals("invalid_grant", server.error(poll()));
    }

    // RFC 8628, section 3.5; as for codes: RFC 6749, section 4.1.2
    @Test
    void tokensThatWereStoredForNobodyEndAndAreNotIssuedAgain() throws Exception {
        server.store.breakUnsaid("grant");
        assertEquals(503, poll().status());
        server.store.setBroken(false);

        server.pass(Duration.ofSeconds(30));
        assertEquals("invalid_grant", server.error(poll()));
        assertEquals(List.of(true), grantsRevoked());
        assertEquals("invalid_grant", server.error(poll()));
        assertEquals(List.of(true), grantsRevoked());
        assertEquals(
                List.of(new AuthorizationServerEvent.ReuseDetected(
                        Issuer.of(TestServer.ISSUER), GrantType.DEVICE_CODE, "tv", "user-1")),
                server.events.stream()
                        .filter(AuthorizationServerEvent.ReuseDetected.class::isInstance)
                        .toList());
    }

    /** What was stored for nobody is known as long as the code could bring something again. */
    @Test
    void tokensThatWereStoredForNobodyAreNotForgottenBeforeTheCodeEnds() throws Exception {
        server.store.breakUnsaid("grant");
        assertEquals(503, poll().status());
        server.store.setBroken(false);

        server.pass(CODE_TTL.minusSeconds(1));
        assertEquals("invalid_grant", server.error(poll()));
        assertEquals(1, grantsRevoked().size());
    }

    /** Nothing that fails once the tokens are stored makes them lost: the next request would end them. */
    @Test
    void tokensThatWereStoredAreHandedOutThoughTheStoreGoesDownThen() throws Exception {
        server.store.breakAfter("grant");
        EndpointResponse issued = poll();
        server.store.setBroken(false);

        assertEquals(200, issued.status());
        assertEquals(List.of(false), grantsRevoked());
        server.pass(Duration.ofSeconds(30));
        assertEquals("invalid_grant", server.error(poll()));
        assertEquals(List.of(true), grantsRevoked());
    }

    /** Whatever it is that failed. */
    @Test
    void anErrorOfTheProviderLosesNothing() {
        beforeIssuing.add(() -> {
            throw new IllegalArgumentException("a bug");
        });

        assertEquals(500, poll().status());
        assertEquals(200, poll().status());
    }

    private List<Boolean> grantsRevoked() throws MalformedException {
        List<Boolean> revoked = new ArrayList<>();
        for (StateEntry entry :
                server.stored.scan("grant", null, null, 10).entries().values()) {
            revoked.add(
                    server.json.readObject(entry.value(), JsonLimits.METADATA).getBoolean("revoked"));
        }
        return revoked;
    }

    @Test
    void whoAsksWhileTokensAreIssuedWaits() {
        beforeIssuing.add(() -> assertEquals("authorization_pending", server.error(poll())));

        assertEquals(200, poll().status());
    }

    @Test
    void ofTwoRequestsThatIssueOneIsAnswered() {
        beforeIssuing.add(() -> {
            server.pass(Duration.ofSeconds(30));
            assertEquals(200, poll().status());
        });

        assertEquals("invalid_grant", server.error(poll()));
    }

    private static void fail() {
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the database is down", null);
    }
}
