package org.mcpoauth.cdi;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.CredentialStore;

/** Another credential store that a file of providers names. */
public final class OtherVaultService implements CredentialStore {
    static final Secret SECRET = Secret.of("of-the-other-service-0123456789abcdef");

    /** For the service loader. */
    public OtherVaultService() {}

    @Override
    public Optional<Secret> find(String alias) {
        return Optional.of(SECRET);
    }
}
