package org.mcpoauth.server.authorization.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.server.SigningKeyOrigin.KeyStoreFile;
import org.mcpoauth.spi.support.changing.FileOrigin;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.PrivateKeys;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.jose.VerificationKey;

/**
 * Reads the keys of a PKCS#12 store. One signs, all are published.
 *
 * @param origin password and name of the key that signs
 * @param texts says which algorithm a key is for
 */
record KeyStores(KeyStoreFile origin, KeyTexts texts) implements FileOrigin.Format<HeldKeys> {

    @Override
    public HeldKeys read(byte[] content) throws MalformedException, IOException {
        SigningKey first = key(content, origin.alias());
        List<VerificationKey> further = new ArrayList<>();
        for (String alias : PrivateKeys.namesOfStore(new ByteArrayInputStream(content), origin.password())) {
            SigningKey key = key(content, alias);
            if (!key.verificationKey()
                    .thumbprint()
                    .equals(first.verificationKey().thumbprint())) {
                further.add(key.verificationKey());
            }
        }
        return texts.signedWith(first, further);
    }

    private SigningKey key(byte[] content, @Nullable String alias) throws MalformedException, IOException {
        return texts.forAlgorithm(
                PrivateKeys.ofStore(new ByteArrayInputStream(content), origin.password(), alias, null, null));
    }
}
