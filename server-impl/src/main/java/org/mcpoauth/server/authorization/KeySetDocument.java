package org.mcpoauth.server.authorization;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.authorization.key.KeyRing;
import org.mcpoauth.spi.support.endpoint.PublishedDocument;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.json.StrictJson;

/** The key set as it is sent (RFC 7517, section 5); written anew only when the keys change. */
final class KeySetDocument implements Supplier<PublishedDocument> {
    private final KeyRing keys;
    private final StrictJson json;
    private volatile @Nullable Written written;

    KeySetDocument(KeyRing keys, StrictJson json) {
        this.keys = keys;
        this.json = json;
    }

    @Override
    public PublishedDocument get() {
        JwkSet current = keys.verificationKeys();
        Written known = written;
        // the key ring gives the same object until the keys change
        if (known == null || !known.keys().equals(current)) {
            known = new Written(current, PublishedDocument.of(json.writeBytes(current.write(json))));
            written = known;
        }
        return known.document();
    }

    private record Written(JwkSet keys, PublishedDocument document) {}
}
