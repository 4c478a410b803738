package org.mcpoauth.server.authorization.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.changing.FileOrigin;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.PrivateKeys;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.jose.VerificationKey;

/**
 * Reads the keys of a PKCS#12 store. One signs, all are published.
 *
 * @param password opens store and keys
 * @param alias the name of the key that signs, {@code null} for the only one
 * @param texts says which algorithm a key is for
 */
record KeyStores(Secret password, @Nullable String alias, KeyTexts texts) implements FileOrigin.Format<HeldKeys> {

    @Override
    public HeldKeys read(byte[] content) throws MalformedException, IOException {
        SigningKey first = key(content, alias);
        List<VerificationKey> further = new ArrayList<>();
        for (String name : PrivateKeys.namesOfStore(new ByteArrayInputStream(content), password)) {
            SigningKey key = key(content, name);
            if (!key.verificationKey()
                    .thumbprint()
                    .equals(first.verificationKey().thumbprint())) {
                further.add(key.verificationKey());
            }
        }
        return texts.signedWith(first, further);
    }

    private SigningKey key(byte[] content, @Nullable String alias) throws MalformedException, IOException {
        return texts.forAlgorithm(PrivateKeys.ofStore(new ByteArrayInputStream(content), password, alias, null, null));
    }
}
