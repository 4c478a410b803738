package org.mcpoauth.tck.container.staff;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Map;
import java.util.Set;

/** Alice and Bob, who has a role. Their passwords are no secrets. */
@ApplicationScoped
public class Staff implements IdentityStore {
    private static final Map<String, Set<String>> GROUPS =
            Map.of("alice", Set.of("staff"), "bob", Set.of("staff", "administrator"));

    /**
     * Jakarta Security looks for this method by the type of the credential.
     *
     * @param credential name and password
     * @return the caller with groups, or that there is none
     */
    public CredentialValidationResult validate(UsernamePasswordCredential credential) {
        String name = credential.getCaller();
        return GROUPS.containsKey(name) && credential.compareTo(name, name + "-pw")
                ? new CredentialValidationResult(name, GROUPS.get(name))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
