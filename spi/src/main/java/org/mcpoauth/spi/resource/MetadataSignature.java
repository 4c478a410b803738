package org.mcpoauth.spi.resource;

import java.util.Objects;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Who signs the metadata of a resource, for {@code signed_metadata} (RFC 9728, section 2.2). Immutable.
 *
 * @param issuer the party that attests the values ({@code iss})
 * @param key its key
 */
public record MetadataSignature(String issuer, SigningKey key) {

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the issuer is empty
     */
    public MetadataSignature {
        Objects.requireNonNull(key, "key");
        if (issuer.isEmpty()) {
            throw new ConfigurationException("metadata.signature.issuer", "must not be empty");
        }
    }
}
