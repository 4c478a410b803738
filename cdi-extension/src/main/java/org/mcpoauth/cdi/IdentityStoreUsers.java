package org.mcpoauth.cdi;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.CredentialValidationResult.Status;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.AuthorizationClaims;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.server.UserAuthenticator;

/**
 * Users whose passwords the identity stores of Jakarta Security check. A user is the caller principal, as with the login
 * of the container: by its name, which all stores tell and which the rest of the application knows too, unless the
 * application says otherwise. The unique id of a caller would be unique in one store only, and few stores tell it. A store
 * that fails ends the login. Loaded only where Jakarta Security is.
 */
final class IdentityStoreUsers implements UserAuthenticator {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");

    private final IdentityStoreHandler stores;
    private final CallerUsers callers;
    private final InstantSource clock;

    IdentityStoreUsers(IdentityStoreHandler stores, CallerUsers callers, InstantSource clock) {
        this.stores = stores;
        this.callers = callers;
        this.clock = clock;
    }

    /** The users of the application, empty if there is neither a handler nor a store. */
    static Optional<UserAuthenticator> find(CallerUsers callers, InstantSource clock) {
        return Beans.find(IdentityStoreHandler.class)
                .or(IdentityStoreUsers::ordered)
                .map(stores -> new IdentityStoreUsers(stores, callers, clock));
    }

    /** Where there is no container that has a handler. A qualifier does not make a store a lesser one. */
    private static Optional<IdentityStoreHandler> ordered() {
        List<IdentityStore> stores = CDI.current().select(IdentityStore.class, Any.Literal.INSTANCE).stream()
                .toList();
        return stores.isEmpty() ? Optional.empty() : Optional.of(new OrderedIdentityStores(stores));
    }

    /** Whether there seem to be stores, before beans can be asked. Where that cannot be told yet, the start tells it. */
    static boolean haveStores() {
        try {
            return !CDI.current()
                    .getBeanContainer()
                    .getBeans(IdentityStore.class, Any.Literal.INSTANCE)
                    .isEmpty();
        } catch (IllegalStateException notYet) {
            return true;
        }
    }

    @Override
    public Optional<ResourceOwner> authenticate(String username, Secret password) {
        UsernamePasswordCredential credential = new UsernamePasswordCredential(username, password.reveal());
        try {
            return owner(stores.validate(credential));
        } finally {
            credential.clear();
        }
    }

    private Optional<ResourceOwner> owner(CredentialValidationResult result) {
        return result.getStatus() == Status.VALID
                ? callers.owner(result.getCallerPrincipal(), clock.instant())
                        .map(owner -> withGroups(owner, result.getCallerGroups()))
                : Optional.empty();
    }

    /** What the application says itself of a user stays as it is. */
    private static ResourceOwner withGroups(ResourceOwner owner, Set<String> groups) {
        return owner.authorization().isEmpty()
                ? new ResourceOwner(owner.subject(), owner.authenticatedAt(), owner.acr(), claims(groups))
                : owner;
    }

    /** A user of too many groups may log in, and then has none: a part of them would be a choice of ours. */
    private static AuthorizationClaims claims(Set<String> groups) {
        try {
            return new AuthorizationClaims(List.of(), List.copyOf(groups), List.of());
        } catch (IllegalArgumentException e) {
            LOG.log(Level.WARNING, "MCPO4642 a user logs in without groups: " + e.getMessage());
            return AuthorizationClaims.NONE;
        }
    }
}
