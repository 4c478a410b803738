package org.mcpoauth.cdi;

import static jakarta.security.enterprise.identitystore.CredentialValidationResult.INVALID_RESULT;
import static jakarta.security.enterprise.identitystore.CredentialValidationResult.NOT_VALIDATED_RESULT;
import static jakarta.security.enterprise.identitystore.IdentityStore.ValidationType.PROVIDE_GROUPS;
import static jakarta.security.enterprise.identitystore.IdentityStore.ValidationType.VALIDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jakarta Security 3.0, "Handling Multiple Identity Stores". */
@Tag("container")
class OrderedIdentityStoresTest {
    private static final Credential CREDENTIAL = new UsernamePasswordCredential("alice", "secret");
    private static final CredentialValidationResult ALICE =
            new CredentialValidationResult("ldap", "alice", "cn=alice", "4711", Set.of("staff"));
    private static final Set<IdentityStore.ValidationType> BOTH = IdentityStore.DEFAULT_VALIDATION_TYPES;

    private final List<String> asked = new ArrayList<>();

    /** Answers always the same. */
    private final class Store implements IdentityStore {
        private final String name;
        private final int priority;
        private final Set<ValidationType> types;
        private final Supplier<CredentialValidationResult> answer;

        Store(String name, int priority, Set<ValidationType> types, Supplier<CredentialValidationResult> answer) {
            this.name = name;
            this.priority = priority;
            this.types = types;
            this.answer = answer;
        }

        @Override
        public CredentialValidationResult validate(Credential credential) {
            asked.add(name);
            return answer.get();
        }

        @Override
        public Set<String> getCallerGroups(CredentialValidationResult caller) {
            assertSame(ALICE, caller);
            asked.add("groups of " + name);
            return Set.of(name);
        }

        @Override
        public int priority() {
            return priority;
        }

        @Override
        public Set<ValidationType> validationTypes() {
            return types;
        }
    }

    private static CredentialValidationResult validate(IdentityStore... stores) {
        return new OrderedIdentityStores(List.of(stores)).validate(CREDENTIAL);
    }

    @Test
    void theLowestPriorityIsAskedFirstAndAValidResultEnds() {
        CredentialValidationResult result = validate(
                new Store("last", 300, BOTH, () -> INVALID_RESULT),
                new Store("second", 200, BOTH, () -> ALICE),
                new Store("first", 100, BOTH, () -> INVALID_RESULT));

        assertEquals(Status.VALID, result.getStatus());
        assertEquals(List.of("first", "second"), asked);
    }

    @Test
    void anInvalidResultIsRemembered() {
        assertSame(
                INVALID_RESULT,
                validate(
                        new Store("first", 1, BOTH, () -> INVALID_RESULT),
                        new Store("second", 2, BOTH, () -> NOT_VALIDATED_RESULT)));
    }

    @Test
    void whatNobodyTookIsNotValidated() {
        assertSame(NOT_VALIDATED_RESULT, validate(new Store("first", 1, BOTH, () -> NOT_VALIDATED_RESULT)));
        assertSame(NOT_VALIDATED_RESULT, validate(new Store("groups", 1, Set.of(PROVIDE_GROUPS), () -> ALICE)));
        assertEquals(List.of("first"), asked);
    }

    @Test
    void groupsAreThoseOfTheStoreAndOfStoresForGroupsAlone() {
        CredentialValidationResult result = validate(
                new Store("later", 9, Set.of(PROVIDE_GROUPS), () -> INVALID_RESULT),
                new Store("sooner", 8, Set.of(PROVIDE_GROUPS), () -> INVALID_RESULT),
                new Store("second", 2, BOTH, () -> INVALID_RESULT),
                new Store("first", 1, BOTH, () -> ALICE));

        assertEquals(Set.of("staff", "sooner", "later"), result.getCallerGroups());
        assertEquals(List.of("first", "groups of sooner", "groups of later"), asked);
        assertEquals("alice", result.getCallerPrincipal().getName());
        assertEquals("4711", result.getCallerUniqueId());
        assertEquals("cn=alice", result.getCallerDn());
        assertEquals("ldap", result.getIdentityStoreId());
    }

    @Test
    void groupsOfAStoreThatIsNotForGroupsAreIgnored() {
        CredentialValidationResult result = validate(new Store("first", 1, Set.of(VALIDATE), () -> ALICE));

        assertEquals(Set.of(), result.getCallerGroups());
    }

    /** A lower one must not decide in the place of one that does not answer. */
    @Test
    void aStoreThatFailsIsNotPassedOver() {
        assertThrows(
                IllegalStateException.class,
                () -> validate(
                        new Store("first", 1, BOTH, () -> {
                            throw new IllegalStateException("no answer");
                        }),
                        new Store("second", 2, BOTH, () -> ALICE)));
        assertEquals(List.of("first"), asked);
    }
}
