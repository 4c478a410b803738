package org.mcpoauth.spi;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.StorageException;

/**
 * Where secrets are kept that a configuration names by an alias, such as {@code
 * mcp.oauth.client.crm.client-secret-alias=crm-secret}: a vault, the credential store of a server, a key store.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class Vault implements CredentialStore {
 *     @Inject VaultClient vault;
 *
 *     @Override
 *     public Optional<Secret> find(String alias) {
 *         try {
 *             return vault.read("mcp/" + alias).map(Secret::of);
 *         } catch (IOException e) {
 *             throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the vault does not answer", e);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>It is a CDI bean of the application, else it is found by {@link java.util.ServiceLoader} and needs a public
 * constructor without parameters.
 *
 * <p>It is asked for each alias when the application starts, and must answer then. Secrets that may be exchanged are asked
 * for again while the application runs: each at most every 30 seconds, by the thread of a request that needs it. That
 * request waits, so it should answer within a second or so, and others go on with the known secret. An exception, or no
 * answer for an alias, then leaves the known secret as it was. Several threads ask at the same time, for several aliases;
 * implementations are safe for that.
 */
@FunctionalInterface
public interface CredentialStore {

    /**
     * Gives the secret of an alias: what the value of the key without {@code -alias} would be, such as a password, a
     * private key in PEM, or several keys with a comma or an end of line between them.
     *
     * @param alias the alias as the deployer wrote it, never empty
     * @return its secret of now, at most 65,536 characters; white space around it does not count. Empty if there is no
     *     such alias
     * @throws StorageException if the store cannot be asked now; the message holds no secret
     */
    Optional<Secret> find(String alias);
}
