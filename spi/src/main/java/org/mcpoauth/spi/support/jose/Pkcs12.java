package org.mcpoauth.spi.support.jose;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.UnrecoverableKeyException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;

/**
 * A PKCS#12 store that was opened (RFC 7292), with the password of its keys, which no text form shows. The JDK opens stores
 * of its older form, JKS, the same way.
 */
public final class Pkcs12 {
    private static final String TYPE = "PKCS12";

    private final KeyStore store;
    private final Secret password;

    private Pkcs12(KeyStore store, Secret password) {
        this.store = store;
        this.password = password;
    }

    /**
     * Opens a store.
     *
     * @param in the store; not closed
     * @param password opens store and keys
     * @return the store
     * @throws IOException if it cannot be read, or not with this password
     * @throws GeneralSecurityException if its content cannot be understood
     */
    public static Pkcs12 open(InputStream in, Secret password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        store.load(in, password.reveal().toCharArray());
        return new Pkcs12(store, password);
    }

    /**
     * What is left of this store when only one of its keys counts.
     *
     * @param alias the name of the key
     * @return a store with this key, its certificates and nothing else
     * @throws IOException if a new store cannot be made
     * @throws GeneralSecurityException if there is no such key, or the password does not open it
     */
    public Pkcs12 only(String alias) throws IOException, GeneralSecurityException {
        PrivateKey key = store.containsAlias(alias) ? privateKey(alias) : null;
        if (key == null) {
            throw new UnrecoverableKeyException("there is no key of this name");
        }
        KeyStore one = KeyStore.getInstance(TYPE);
        one.load(null, null);
        one.setKeyEntry(alias, key, password.reveal().toCharArray(), store.getCertificateChain(alias));
        return new Pkcs12(one, password);
    }

    /**
     * What shows the certificates of this store.
     *
     * @return new managers
     * @throws GeneralSecurityException if a key cannot be opened
     */
    public KeyManager[] keyManagers() throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password.reveal().toCharArray());
        return factory.getKeyManagers();
    }

    /**
     * What trusts the certificates of this store and no others.
     *
     * @return new managers
     * @throws GeneralSecurityException if there are none
     */
    public TrustManager[] trustManagers() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** The names of all entries with a key. */
    List<String> keys() throws GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        return keys;
    }

    @Nullable
    PrivateKey privateKey(String alias) throws GeneralSecurityException {
        return store.getKey(alias, password.reveal().toCharArray()) instanceof PrivateKey key ? key : null;
    }

    @Nullable
    PublicKey publicKey(String alias) throws GeneralSecurityException {
        return store.getCertificate(alias) == null
                ? null
                : store.getCertificate(alias).getPublicKey();
    }
}
