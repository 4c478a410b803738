package org.mcpoauth.server.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.spi.AuditListener;
import org.mcpoauth.spi.resource.BindingRules;
import org.mcpoauth.spi.resource.SessionBinding;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** MCP security best practices, "State Handle Hijacking". */
class StoredPrincipalBinderTest {
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final TokenPrincipal ALICE = principal("c", "https://as.example", "alice");

    private final MovableClock clock = new MovableClock();
    private final StateStore store = new InMemoryStateStore(clock, StoreLimits.defaults());
    private static final Audit AUDIT = new Audit(ResourceIdentifier.of("https://mcp.example/mcp"), AuditListener.NONE);

    private final PrincipalBinder binder = new StoredPrincipalBinder(store, BindingRules.DEFAULT, AUDIT);

    private static TokenPrincipal principal(
            @Nullable String client, @Nullable String issuer, @Nullable String subject) {
        return new TokenPrincipal(client, issuer == null ? null : Issuer.of(issuer), subject);
    }

    @Test
    void aHandleBelongsToExactlyOnePrincipal() {
        assertTrue(binder.bind("task", "h", ALICE, IDLE));
        assertTrue(binder.isOwner("task", "h", principal("c", "https://as.example", "alice")));
        for (TokenPrincipal other : List.of(
                principal("c", "https://as.example", "bob"),
                principal("d", "https://as.example", "alice"),
                principal("c", "https://as.example/", "alice"),
                principal("c", null, "alice"),
                principal(null, "https://as.example", "alice"),
                principal("c", "https://as.example", null))) {
            assertFalse(binder.isOwner("task", "h", other), other.toString());
        }
        assertFalse(binder.isOwner("task", "h", null));
    }

    @Test
    void aMissingPartEqualsOnlyAMissingPart() {
        binder.bind("task", "h", principal("c", null, null), IDLE);
        assertTrue(binder.isOwner("task", "h", principal("c", null, null)));
        assertFalse(binder.isOwner("task", "h", principal("c", null, "-")));
        assertFalse(binder.isOwner("task", "h", principal("c", null, "c")));
    }

    @Test
    void partsCannotFlowIntoEachOther() {
        binder.bind("task", "h", principal("a", "https://as.example", "b"), IDLE);
        assertFalse(binder.isOwner("task", "h", principal("a;18:https://as.example;1:b", null, null)));
        assertFalse(binder.isOwner("task", "h", principal("1:a", "https://as.example", "b")));
        binder.bind("task", "i", principal("a;-;b", null, "c"), IDLE);
        assertFalse(binder.isOwner("task", "i", principal("a", null, "b;-;c")));
    }

    @Test
    void anAnonymousHandleNeverBelongsToSomebody() {
        binder.bind("task", "h", null, IDLE);
        assertTrue(binder.isOwner("task", "h", null));
        assertFalse(binder.isOwner("task", "h", ALICE));
    }

    @Test
    void aKindIsAWorldOfItsOwn() {
        binder.bind("task", "h", ALICE, IDLE);
        assertFalse(binder.isOwner("session", "h", ALICE));
        assertTrue(binder.bind("session", "h", ALICE, IDLE));
    }

    @Test
    void aHandleIsBoundOnce() {
        assertTrue(binder.bind("task", "h", ALICE, IDLE));
        assertFalse(binder.bind("task", "h", ALICE, IDLE));
        assertFalse(binder.bind("task", "h", principal("c", "https://as.example", "bob"), IDLE));
        assertTrue(binder.isOwner("task", "h", ALICE));
    }

    @Test
    void onlyTheOwnerReleases() {
        binder.bind("task", "h", ALICE, IDLE);
        assertFalse(binder.release("task", "h", principal("c", "https://as.example", "bob")));
        assertTrue(binder.release("task", "h", ALICE));
        assertFalse(binder.release("task", "h", ALICE));
        assertFalse(binder.isOwner("task", "h", ALICE));
    }

    @Test
    void aUseByTheOwnerStartsTheIdleTimeAnewAndOneByOthersDoesNot() {
        binder.bind("task", "h", ALICE, IDLE);
        clock.move(Duration.ofMinutes(29));
        assertTrue(binder.isOwner("task", "h", ALICE));
        clock.move(Duration.ofMinutes(29));
        assertFalse(binder.isOwner("task", "h", null));
        clock.move(Duration.ofMinutes(2));
        assertFalse(binder.isOwner("task", "h", ALICE));
    }

    @Test
    void theStoreHoldsNeitherHandleNorPrincipal() {
        binder.bind("session", "handle-1234", ALICE, IDLE);
        StatePage page = store.scan("binding.session", null, null, 10);
        StringBuilder all = new StringBuilder();
        page.entries()
                .forEach((key, entry) ->
                        all.append(key.id()).append(entry.value()).append(entry.owner()));
        assertEquals(1, page.entries().size());
        assertFalse(all.indexOf("handle-1234") >= 0 || all.indexOf("alice") >= 0, all.toString());
    }

    @Test
    void strictBindingRefusesIncompletePrincipals() {
        PrincipalBinder strict =
                new StoredPrincipalBinder(store, BindingRules.DEFAULT.withSessions(SessionBinding.STRICT), AUDIT);
        assertThrows(TokenRejectedException.class, () -> strict.bind("task", "h", null, IDLE));
        assertThrows(TokenRejectedException.class, () -> strict.bind("task", "h", principal("c", null, "a"), IDLE));
        assertTrue(strict.bind("task", "h", ALICE, IDLE));
    }

    private StoredPrincipalBinder limited(int max) {
        return new StoredPrincipalBinder(store, BindingRules.DEFAULT.withMaxPerPrincipal(max), AUDIT);
    }

    private static void assertFull(PrincipalBinder binder, String kind, String handle, @Nullable TokenPrincipal owner) {
        StorageException e = assertThrows(StorageException.class, () -> binder.bind(kind, handle, owner, IDLE));
        assertEquals(FailureCode.STORE_FULL, e.code());
        assertFalse(binder.isOwner(kind, handle, owner));
    }

    @Test
    void aPrincipalHasAsManyHandlesOfAKindAsItMayAndNoMore() {
        for (int max : new int[] {1, 999, 1000, 1001}) {
            StoredPrincipalBinder binder = limited(max);
            String kind = "kind-" + max;
            for (int i = 0; i < max; i++) {
                assertTrue(binder.bind(kind, "h" + i, ALICE, IDLE));
            }
            assertFull(binder, kind, "one-more", ALICE);
            assertFalse(binder.bind(kind, "h0", ALICE, IDLE), "it exists, room or not");
            assertTrue(binder.bind("other-" + max, "h0", ALICE, IDLE), "another kind has room of its own");
            assertTrue(binder.bind(kind, "b", principal("c", "https://as.example", "bob"), IDLE));
        }
    }

    @Test
    void whatHasExpiredMakesRoom() {
        StoredPrincipalBinder binder = limited(1);
        assertTrue(binder.bind("task", "h", ALICE, IDLE));
        clock.move(IDLE.minusMillis(1));
        assertFull(binder, "task", "next", ALICE);
        clock.move(Duration.ofMillis(1));
        assertTrue(binder.bind("task", "next", ALICE, IDLE));
    }

    /** MCP 2025-11-25, "Session Management": who ends a session may open another one. */
    @Test
    void whatHasEndedMakesRoomAndIsNotGivenOutAgain() {
        StoredPrincipalBinder binder = limited(2);
        assertTrue(binder.bind("session", "s1", ALICE, IDLE));
        assertTrue(binder.bind("session", "s2", ALICE, IDLE));
        assertFull(binder, "session", "s3", ALICE);
        assertTrue(binder.release("session", "s1", ALICE));
        assertTrue(binder.bind("session", "s3", ALICE, IDLE));
        assertFalse(binder.bind("session", "s1", principal("c", "https://as.example", "bob"), IDLE));
        assertFalse(binder.isOwner("session", "s1", ALICE));
    }

    /** Ending handles over and over must not fill the store. */
    @Test
    void whatHasEndedIsBoundedToo() {
        StoredPrincipalBinder binder = limited(2);
        for (String handle : List.of("h1", "h2", "h3", "h4")) {
            assertTrue(binder.bind("task", handle, ALICE, IDLE));
            assertTrue(binder.release("task", handle, ALICE));
        }
        assertFull(binder, "task", "h5", ALICE);
        clock.move(IDLE);
        assertTrue(binder.bind("task", "h5", ALICE, IDLE));
    }

    /** To read the handles of a principal is what binding costs, in memory all those of the kind. */
    @Test
    void theHandlesOfAPrincipalAreReadOnceWhetherLiveOrEnded() {
        AtomicInteger scans = new AtomicInteger();
        StateStore counting = (StateStore) Proxy.newProxyInstance(
                StateStore.class.getClassLoader(), new Class<?>[] {StateStore.class}, (proxy, method, args) -> {
                    scans.addAndGet("scan".equals(method.getName()) ? 1 : 0);
                    return method.invoke(store, args);
                });
        PrincipalBinder counted =
                new StoredPrincipalBinder(counting, BindingRules.DEFAULT.withMaxPerPrincipal(2), AUDIT);
        assertTrue(counted.bind("task", "h1", ALICE, IDLE));
        assertTrue(counted.bind("task", "h2", ALICE, IDLE));
        assertEquals(2, scans.get());
        assertFull(counted, "task", "h3", ALICE);
        assertEquals(3, scans.get());
        assertTrue(counted.release("task", "h1", ALICE));
        assertTrue(counted.bind("task", "h3", ALICE, IDLE));
        assertEquals(4, scans.get());
    }

    /** MCP 2025-11-25, "Tasks": to be listed is not to be used. */
    @Test
    void whoHoldsAHandleIsFoundWithoutUsingIt() {
        StoredPrincipalBinder binder = limited(1);
        BoundOwner alice = new BoundOwner(ALICE, null);
        assertTrue(binder.bind("task", "h", ALICE, IDLE));
        clock.move(IDLE.minusMillis(1));
        assertTrue(binder.holds("task", "h", alice));
        assertFalse(binder.holds("task", "h", BoundOwner.NOBODY));
        assertFalse(binder.holds("task", "", alice));
        clock.move(Duration.ofMillis(1));
        assertFalse(binder.holds("task", "h", alice));
    }

    @Test
    void moreKeysMakeNoMoreRoom() {
        StoredPrincipalBinder binder = limited(2);
        assertTrue(binder.bind("task", "h1", new BoundOwner(ALICE, "key-1"), IDLE));
        assertTrue(binder.bind("task", "h2", new BoundOwner(ALICE, "key-2"), IDLE));
        assertThrows(StorageException.class, () -> binder.bind("task", "h3", new BoundOwner(ALICE, "key-3"), IDLE));
    }

    @Test
    void thoseWithoutATokenShareTheirRoomAndTakeNobodyElses() {
        StoredPrincipalBinder binder = limited(1);
        assertTrue(binder.bind("task", "h", ALICE, IDLE));
        assertTrue(binder.bind("task", "n1", (TokenPrincipal) null, IDLE));
        assertFull(binder, "task", "n2", null);
    }

    @Test
    void thereIsRoomForAtLeastOneHandle() {
        assertThrows(ConfigurationException.class, () -> BindingRules.DEFAULT.withMaxPerPrincipal(0));
        assertThrows(ConfigurationException.class, () -> BindingRules.DEFAULT.withMaxPerPrincipal(100_001));
    }

    @Test
    void handlesAndKindsHaveLimits() {
        assertThrows(IllegalArgumentException.class, () -> binder.bind("task", "", ALICE, IDLE));
        assertThrows(IllegalArgumentException.class, () -> binder.bind("task", "h".repeat(257), ALICE, IDLE));
        assertThrows(IllegalArgumentException.class, () -> binder.bind("", "h", ALICE, IDLE));
        assertThrows(IllegalArgumentException.class, () -> binder.bind("Task", "h", ALICE, IDLE));
        assertThrows(IllegalArgumentException.class, () -> binder.bind("a.b", "h", ALICE, IDLE));
        assertFalse(binder.isOwner("task", "h".repeat(257), ALICE));
        assertFalse(binder.release("task", "", ALICE));
    }

    @Test
    void ofManyContendersOneBinds() throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Boolean>)
                            () -> binder.bind("task", "h", principal("c" + i, "https://as.example", "s"), IDLE))
                    .toList();
            int bound = 0;
            for (var result : pool.invokeAll(tasks)) {
                bound += result.get() ? 1 : 0;
            }
            assertEquals(1, bound);
        } finally {
            pool.shutdownNow();
        }
    }
}
