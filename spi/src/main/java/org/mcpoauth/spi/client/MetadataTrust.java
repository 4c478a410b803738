package org.mcpoauth.spi.client;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.key.VerificationKey;

/**
 * Whose signature makes metadata of a protected resource good: {@code signed_metadata} of this party are then
 * needed and win over the plain members (RFC 9728, section 2.2). They must name the resource and its authorization
 * servers; these, keys and how tokens are bound count only as signed. Immutable.
 *
 * <pre>{@code
 * new MetadataTrust("https://federation.example", URI.create("https://federation.example/jwks"), List.of())
 * }</pre>
 *
 * @param issuer the party that attests the values ({@code iss}), compared as text
 * @param jwksUrl its key set, fetched as other OAuth URLs are, or {@code null} where keys are given
 * @param keys the only keys that count, asked for each time, or none where there is a URL; an empty key id stands for
 *     none
 */
public record MetadataTrust(String issuer, @Nullable URI jwksUrl, Changing<List<VerificationKey>> keys) {

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the issuer is empty, or there are neither keys nor a URL, or both
     */
    public MetadataTrust {
        Objects.requireNonNull(keys, "keys");
        if (issuer.isEmpty()) {
            throw new ConfigurationException("resource-metadata.trust-issuer", "must not be empty");
        }
        if (keys.current().isEmpty() == (jwksUrl == null)) {
            throw new ConfigurationException(
                    "resource-metadata.trust-jwks-file", "or resource-metadata.trust-jwks-url is needed, and not both");
        }
    }

    /**
     * Trust in keys that stay.
     *
     * @param issuer the party that attests the values ({@code iss}), compared as text
     * @param jwksUrl its key set, or {@code null} where keys are given
     * @param keys the only keys that count, or none where there is a URL
     * @throws ConfigurationException if the issuer is empty, or there are neither keys nor a URL, or both
     */
    public MetadataTrust(String issuer, @Nullable URI jwksUrl, List<VerificationKey> keys) {
        this(issuer, jwksUrl, Changing.of(List.copyOf(keys)));
    }
}
