package org.mcpoauth.cdi;

import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.security.enterprise.identitystore.IdentityStore.ValidationType;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes one identity store of several, as the handler of a container does (Jakarta Security 3.0, "Handling Multiple
 * Identity Stores"). The stores are asked once what they are for.
 */
final class OrderedIdentityStores implements IdentityStoreHandler {
    private final List<IdentityStore> validating;
    private final List<IdentityStore> grouping;

    OrderedIdentityStores(Collection<IdentityStore> stores) {
        List<IdentityStore> ordered = stores.stream()
                .sorted(Comparator.comparingInt(IdentityStore::priority))
                .toList();
        validating = ordered.stream()
                .filter(store -> store.validationTypes().contains(ValidationType.VALIDATE))
                .toList();
        grouping = ordered.stream()
                .filter(store -> store.validationTypes().equals(Set.of(ValidationType.PROVIDE_GROUPS)))
                .toList();
    }

    @Override
    public CredentialValidationResult validate(Credential credential) {
        CredentialValidationResult refusal = CredentialValidationResult.NOT_VALIDATED_RESULT;
        for (IdentityStore store : validating) {
            CredentialValidationResult result = store.validate(credential);
            if (result.getStatus() == Status.VALID) {
                return withGroups(result, store);
            }
            if (result.getStatus() == Status.INVALID) {
                refusal = result;
            }
        }
        return refusal;
    }

    private CredentialValidationResult withGroups(CredentialValidationResult result, IdentityStore of) {
        Set<String> groups = new LinkedHashSet<>();
        if (of.validationTypes().contains(ValidationType.PROVIDE_GROUPS)) {
            groups.addAll(result.getCallerGroups());
        }
        grouping.forEach(store -> groups.addAll(store.getCallerGroups(result)));
        return new CredentialValidationResult(
                result.getIdentityStoreId(),
                result.getCallerPrincipal(),
                result.getCallerDn(),
                result.getCallerUniqueId(),
                groups);
    }
}
