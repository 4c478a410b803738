package org.mcpoauth.server.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.RequestStateCodec.Origin;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.SharedStore;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.RoutedStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** MCP 2026-07-28, "Multi Round-Trip Requests": what a client sends back is only accepted where it belongs. */
class SealedRequestStatesTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final Secret OLD = Secret.of("old-secret-of-at-least-32-characters");
    private static final Secret NEW = Secret.of("new-secret-of-at-least-32-characters");
    private static final StateStore MEMORY = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
    private static final TokenPrincipal ALICE = principal("client", "https://as.example", "alice");

    private final MovableClock clock = new MovableClock();
    private volatile List<Secret> inFile = List.of(OLD);
    private final RequestStateCodec codec = codec(List.of(OLD), "https://mcp.example/mcp");

    private RequestStateCodec codec(List<Secret> secrets, String audience) {
        return codec(secrets, audience, false);
    }

    private RequestStateCodec codec(List<Secret> secrets, String audience, boolean keyBound) {
        return codec(secrets, MEMORY, audience, keyBound);
    }

    private RequestStateCodec codec(List<Secret> secrets, StateStore store, String audience, boolean keyBound) {
        return codec(Changing.of(secrets), store, audience, keyBound);
    }

    private RequestStateCodec codec(
            Changing<List<Secret>> secrets, StateStore store, String audience, boolean keyBound) {
        RandomIds random = new RandomIds();
        return new SealedRequestStates(
                JSON,
                RequestStateKeys.of(secrets, store, random),
                new RequestStateEnvelope(JSON, random, audience, keyBound),
                clock,
                Duration.ofMinutes(10));
    }

    private static TokenPrincipal principal(
            @Nullable String client, @Nullable String issuer, @Nullable String subject) {
        return new TokenPrincipal(client, issuer == null ? null : Issuer.of(issuer), subject);
    }

    private static JsonObject json(String text) {
        try {
            return JSON.readObject(text.getBytes(StandardCharsets.UTF_8), JsonLimits.METADATA);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Origin origin(@Nullable TokenPrincipal principal) {
        return new Origin(
                principal, "tools/call", "ask_name", json("{\"text\":\"hi\",\"n\":[1,{\"b\":2,\"a\":1.50}]}"));
    }

    private static Origin origin(String method, String target, String arguments) {
        return new Origin(ALICE, method, target, json(arguments));
    }

    private void assertRefused(Origin origin, String state) {
        assertEquals(Optional.empty(), codec.open(origin, state));
    }

    // RFC 9449, section 6.1: the key of the token may be a part of whom a state belongs to
    @Test
    void aStateThatIsBoundToAKeyOpensWithThatKeyOnly() {
        RequestStateCodec bound = codec(List.of(OLD), "https://mcp.example/mcp", true);
        Confirmation key = new Confirmation("key", null);
        Confirmation sameKey = new Confirmation("key", "certificate");
        Confirmation otherKey = new Confirmation("other", null);
        Confirmation certificate = new Confirmation(null, "certificate");
        String sealed = bound.forKey(key).seal(origin(ALICE), "state");

        assertEquals(Optional.of("state"), bound.forKey(key).open(origin(ALICE), sealed));
        assertEquals(Optional.of("state"), bound.forKey(sameKey).open(origin(ALICE), sealed));
        assertEquals(Optional.empty(), bound.forKey(otherKey).open(origin(ALICE), sealed));
        assertEquals(Optional.empty(), bound.forKey(certificate).open(origin(ALICE), sealed));
        assertEquals(Optional.empty(), bound.forKey(null).open(origin(ALICE), sealed));
        assertEquals(Optional.empty(), bound.open(origin(ALICE), sealed), "nobody asked with a key");

        String withoutKey = bound.forKey(null).seal(origin(ALICE), "state");
        assertEquals(Optional.of("state"), bound.forKey(certificate).open(origin(ALICE), withoutKey));
        assertEquals(Optional.empty(), bound.forKey(key).open(origin(ALICE), withoutKey));
    }

    @Test
    void aKeyChangesNothingWhereStatesAreNotBoundToKeys() {
        String sealed = codec.forKey(new Confirmation("key", null)).seal(origin(ALICE), "state");
        assertEquals(Optional.of("state"), codec.open(origin(ALICE), sealed));
        assertEquals(
                Optional.of("state"),
                codec.forKey(new Confirmation("other", null)).open(origin(ALICE), sealed));
    }

    @Test
    void theSameRequestOfTheSamePrincipalOpensTheState() {
        String sealed = codec.seal(origin(ALICE), "step 2 \u00e4\u20ac\u0000");
        assertEquals(Optional.of("step 2 \u00e4\u20ac\u0000"), codec.open(origin(ALICE), sealed));
    }

    @Test
    void theStateCannotBeRead() {
        String sealed = codec.seal(origin(ALICE), "secret-step");
        assertTrue(sealed.matches("v1\\.[A-Za-z0-9_-]+"), sealed);
        assertFalse(sealed.contains("secret-step") || sealed.contains("alice"));
        assertNotEquals(sealed, codec.seal(origin(ALICE), "secret-step"), "no two are alike");
    }

    @Test
    void aChangeOfAnyCharacterIsRefused() {
        String sealed = codec.seal(origin(ALICE), "s");
        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(origin(ALICE), sealed.substring(0, i) + other + sealed.substring(i + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1.",
                "v1.AAAA",
                "v2.AAAA",
                "AAAA",
                "v1.====",
                "v1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "null"
            })
    void whatWasNeverSealedIsRefused(String text) {
        assertRefused(origin(ALICE), text);
    }

    @Test
    void oversizedAndCutTextsAreRefused() {
        String sealed = codec.seal(origin(ALICE), "s");
        assertRefused(origin(ALICE), "v1." + "A".repeat(1 << 20));
        assertRefused(origin(ALICE), sealed.substring(0, sealed.length() - 4));
        assertRefused(origin(ALICE), sealed + "=");
    }

    @Test
    void anotherPrincipalIsRefusedInEveryPart() {
        String sealed = codec.seal(origin(ALICE), "s");
        assertRefused(origin(principal("client", "https://as.example", "bob")), sealed);
        assertRefused(origin(principal("other", "https://as.example", "alice")), sealed);
        assertRefused(origin(principal("client", "https://as2.example", "alice")), sealed);
        assertRefused(origin(principal("client", null, "alice")), sealed);
        assertRefused(origin(principal("client", "https://as.example", null)), sealed);
        assertRefused(origin(principal(null, "https://as.example", "alice")), sealed);
    }

    /** A principal on one side only: neither may become the other. */
    @Test
    void anonymousAndAuthenticatedNeverMix() {
        String anonymous = codec.seal(origin(null), "s");
        assertEquals(Optional.of("s"), codec.open(origin(null), anonymous));
        assertRefused(origin(ALICE), anonymous);
        assertRefused(origin(null), codec.seal(origin(ALICE), "s"));
    }

    @Test
    void anotherMethodOrTargetIsRefused() {
        String sealed = codec.seal(origin("tools/call", "a", "{}"), "s");
        assertRefused(origin("prompts/get", "a", "{}"), sealed);
        assertRefused(origin("tools/call", "b", "{}"), sealed);
        assertRefused(origin("tools/call", "", "{}"), sealed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"x\":2}",
                "{\"x\":\"1\"}",
                "{\"y\":1}",
                "{\"x\":1,\"y\":1}",
                "{\"x\":[1]}",
                "{\"x\":null}",
                "{\"x\":true}"
            })
    void otherArgumentsAreRefused(String arguments) {
        String sealed = codec.seal(origin("tools/call", "a", "{\"x\":1}"), "s");
        assertRefused(origin("tools/call", "a", arguments), sealed);
    }

    @Test
    void orderAndSpellingOfArgumentsDoNotMatter() {
        String sealed = codec.seal(origin("tools/call", "a", "{\"x\":1.0,\"y\":{\"b\":1,\"a\":2}}"), "s");
        assertEquals(
                Optional.of("s"),
                codec.open(origin("tools/call", "a", "{ \"y\": {\"a\":2,\"b\":1}, \"x\":1 }"), sealed));
    }

    @Test
    void aLargeExponentIsNeverExpanded() {
        JsonObject arguments =
                JSON.object().add("x", new BigDecimal("1e999999999")).build();
        Origin origin = new Origin(ALICE, "tools/call", "a", arguments);
        assertEquals(Optional.of("s"), codec.open(origin, codec.seal(origin, "s")));
    }

    @Test
    void anotherServerWithTheSameKeysIsRefused() {
        String sealed = codec(List.of(OLD), "https://other.example/mcp").seal(origin(ALICE), "s");
        assertRefused(origin(ALICE), sealed);
    }

    @Test
    void aStateEndsAfterItsTime() {
        String sealed = codec.seal(origin(ALICE), "s");
        clock.move(Duration.ofSeconds(599));
        assertEquals(Optional.of("s"), codec.open(origin(ALICE), sealed));
        clock.move(Duration.ofSeconds(1));
        assertRefused(origin(ALICE), sealed);
    }

    @Test
    void aStateOfTheFutureIsRefused() {
        MovableClock late = new MovableClock();
        late.move(Duration.ofSeconds(61));
        RandomIds random = new RandomIds();
        RequestStateCodec ahead = new SealedRequestStates(
                JSON,
                RequestStateKeys.of(Changing.of(List.of(OLD)), MEMORY, random),
                new RequestStateEnvelope(JSON, random, "https://mcp.example/mcp", false),
                late,
                Duration.ofMinutes(10));
        String sealed = ahead.seal(origin(ALICE), "s");
        assertRefused(origin(ALICE), sealed);
        clock.move(Duration.ofSeconds(1));
        assertEquals(Optional.of("s"), codec.open(origin(ALICE), sealed));
    }

    @Test
    void theNewKeySealsAndTheOldOneStillOpens() {
        String old = codec.seal(origin(ALICE), "s");
        RequestStateCodec rotated = codec(List.of(NEW, OLD), "https://mcp.example/mcp");
        assertEquals(Optional.of("s"), rotated.open(origin(ALICE), old));
        assertRefused(origin(ALICE), rotated.seal(origin(ALICE), "s"));
    }

    /** A ring in a file that is exchanged while the server is at work. */
    @Test
    void theRingIsThatOfNow() {
        RequestStateCodec changing = codec(() -> inFile, MEMORY, "https://mcp.example/mcp", false);
        String old = changing.seal(origin(ALICE), "s");
        assertEquals(Optional.of("s"), codec.open(origin(ALICE), old));
        inFile = List.of(NEW, OLD);
        assertEquals(Optional.of("s"), changing.open(origin(ALICE), old));
        assertRefused(origin(ALICE), changing.seal(origin(ALICE), "s"));
        inFile = List.of(NEW);
        assertEquals(Optional.empty(), changing.open(origin(ALICE), old));
    }

    @Test
    void aRetiredKeyOpensNothing() {
        String old = codec.seal(origin(ALICE), "s");
        RequestStateCodec retired = codec(List.of(NEW), "https://mcp.example/mcp");
        assertEquals(Optional.empty(), retired.open(origin(ALICE), old));
    }

    @Test
    void withoutKeysEveryProcessHasItsOwn() {
        RequestStateCodec one = codec(List.of(), "https://mcp.example/mcp");
        RequestStateCodec two = codec(List.of(), "https://mcp.example/mcp");
        String sealed = one.seal(origin(ALICE), "s");
        assertEquals(Optional.of("s"), one.open(origin(ALICE), sealed));
        assertEquals(Optional.empty(), two.open(origin(ALICE), sealed));
    }

    @Test
    void nodesOfAnEncryptedStoreNeedNoKeys() {
        StateStore store = StateStores.encrypted(new SharedStore(MEMORY), List.of(OLD));
        StateStore rotated = StateStores.encrypted(new SharedStore(MEMORY), List.of(NEW, OLD));
        String sealed =
                codec(List.of(), store, "https://mcp.example/mcp", false).seal(origin(ALICE), "s");

        assertEquals(
                Optional.of("s"),
                codec(List.of(), store, "https://mcp.example/mcp", false).open(origin(ALICE), sealed));
        assertEquals(
                Optional.of("s"),
                codec(List.of(), rotated, "https://mcp.example/mcp", false).open(origin(ALICE), sealed));
    }

    @Test
    void theyFollowTheKeysOfAnEncryptedStore() {
        Exchanged<List<Secret>> keys = new Exchanged<>(List.of(OLD));
        StateStore store = StateStores.encrypted(new SharedStore(MEMORY), keys);
        RequestStateCodec node = codec(List.of(), store, "https://mcp.example/mcp", false);
        String before = node.seal(origin(ALICE), "s");
        keys.set(List.of(NEW, OLD));

        assertEquals(Optional.of("s"), node.open(origin(ALICE), before));
        StateStore started = StateStores.encrypted(new SharedStore(MEMORY), List.of(NEW));
        assertEquals(
                Optional.of("s"),
                codec(List.of(), started, "https://mcp.example/mcp", false)
                        .open(origin(ALICE), node.seal(origin(ALICE), "s")));
    }

    /** Another node would refuse what comes back. */
    @Test
    void nodesOfAReadableStoreNeedKeys() {
        RequestStateCodec node = codec(List.of(), new SharedStore(MEMORY), "https://mcp.example/mcp", false);
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> node.seal(origin(ALICE), "s"));

        assertEquals("request-state.keys", refused.key());
        assertEquals(Optional.empty(), node.open(origin(ALICE), codec.seal(origin(ALICE), "s")));
    }

    /** The keys of one store say nothing about who writes to the other. */
    @Test
    void nodesOfWhichOneStoreIsReadableNeedKeys() {
        StateStore pair =
                RoutedStateStore.ofShortLived(StateStores.encrypted(MEMORY, List.of(OLD)), new SharedStore(MEMORY));
        RequestStateCodec node = codec(List.of(), pair, "https://mcp.example/mcp", false);

        assertThrows(ConfigurationException.class, () -> node.seal(origin(ALICE), "s"));
    }

    @Test
    void aKeyTwiceIsAMistake() {
        assertThrows(
                ConfigurationException.class,
                () -> RequestStateKeys.of(Changing.of(List.of(OLD, OLD)), MEMORY, new RandomIds()));
    }

    @Test
    void theLargestStateFitsAndALargerOneIsAMistake() {
        String largest = "\u0001".repeat(8192);
        assertEquals(Optional.of(largest), codec.open(origin(ALICE), codec.seal(origin(ALICE), largest)));
        assertThrows(IllegalArgumentException.class, () -> codec.seal(origin(ALICE), largest + "x"));
    }
}
