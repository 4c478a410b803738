package org.mcpoauth.cdi;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.CredentialStore;

/** A credential store that a file of providers names. */
public final class VaultService implements CredentialStore {
    static final Secret SECRET = Secret.of("of-the-service-0123456789abcdef012");

    /** For the service loader. */
    public VaultService() {}

    @Override
    public Optional<Secret> find(String alias) {
        return alias.equals("ring") ? Optional.of(SECRET) : Optional.empty();
    }
}
