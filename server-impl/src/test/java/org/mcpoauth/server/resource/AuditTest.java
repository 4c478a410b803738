package org.mcpoauth.server.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.ResourceEvent;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.spi.resource.BindingRules;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

class AuditTest {
    private static final ResourceIdentifier RESOURCE = ResourceIdentifier.of("https://mcp.example/mcp");
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final TokenPrincipal ALICE = principal("alice");
    private static final TokenPrincipal BOB = principal("bob");

    private final List<AuditEvent> events = new ArrayList<>();
    private final Audit audit = new Audit(RESOURCE, events::add);
    private final StateStore store = new InMemoryStateStore(new MovableClock(), StoreLimits.defaults());
    private final PrincipalBinder binder = new StoredPrincipalBinder(store, BindingRules.DEFAULT, audit);

    @Test
    void aRefusalIsToldWithItsReason() {
        audit.refused(RejectionReason.SIGNATURE, null);
        audit.refused(RejectionReason.PRINCIPAL, token(ALICE));
        assertEquals(
                List.of(
                        new ResourceEvent.RequestRefused(RESOURCE, RejectionReason.SIGNATURE, null),
                        new ResourceEvent.RequestRefused(RESOURCE, RejectionReason.PRINCIPAL, ALICE)),
                events);
    }

    // MCP authorization, "Runtime Insufficient Scope Errors"; RFC 9470, section 3
    @Test
    void whoIsAskedForMoreIsToldAsStepUp() {
        audit.refused(RejectionReason.SCOPE, token(ALICE));
        audit.refused(RejectionReason.USER_AUTHENTICATION, token(BOB));
        assertEquals(
                List.of(
                        new ResourceEvent.StepUpDemanded(RESOURCE, RejectionReason.SCOPE, ALICE),
                        new ResourceEvent.StepUpDemanded(RESOURCE, RejectionReason.USER_AUTHENTICATION, BOB)),
                events);
    }

    // MCP security best practices, "State Handle Hijacking"
    @Test
    void bindingsAreToldAndSoIsWhoPresentsThoseOfOthers() {
        assertTrue(binder.bind("task", "t1", ALICE, IDLE));
        assertTrue(binder.isOwner("task", "t1", ALICE));
        assertFalse(binder.isOwner("task", "t1", BOB));
        assertFalse(binder.release("task", "unknown", null));
        assertTrue(binder.release("task", "t1", ALICE));
        assertEquals(
                List.of(
                        new ResourceEvent.HandleBound(RESOURCE, "task", ALICE),
                        new ResourceEvent.BindingRefused(RESOURCE, "task", BOB),
                        new ResourceEvent.BindingRefused(RESOURCE, "task", null)),
                events);
        assertFalse(events.toString().contains("t1"), events::toString);
    }

    @Test
    void aHandleThatIsTakenIsNotBoundAgain() {
        binder.bind("task", "t1", ALICE, IDLE);
        assertFalse(binder.bind("task", "t1", BOB, IDLE));
        assertEquals(1, events.size());
    }

    @Test
    void aListenerThatFailsDecidesNothing() {
        Audit failing = new Audit(RESOURCE, event -> {
            throw new IllegalStateException("full");
        });
        failing.refused(RejectionReason.SIGNATURE, null);
        PrincipalBinder bound = new StoredPrincipalBinder(store, BindingRules.DEFAULT, failing);
        assertTrue(bound.bind("task", "t2", ALICE, IDLE));
        assertFalse(bound.isOwner("task", "t2", BOB));
    }

    private static TokenPrincipal principal(String subject) {
        return new TokenPrincipal("client-1", Issuer.of("https://as.example"), subject);
    }

    private static VerifiedToken token(TokenPrincipal principal) {
        return new VerifiedToken(
                principal,
                Scopes.NONE,
                List.of(RESOURCE.value()),
                Instant.MAX,
                Set.of(),
                null,
                JsonValue.EMPTY_JSON_OBJECT);
    }
}
