package org.mcpoauth.spi.resource;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * What the metadata of a resource says beyond its rules, and how it is published (RFC 9728, section 2 and
 * 3). Immutable.
 *
 * @param url where the metadata is published, or {@code null} for the well-known URL of the resource
 * @param name a name for people, or {@code null}
 * @param documentation a page for developers, or {@code null}
 * @param policyUri how clients may use the data, or {@code null}
 * @param tosUri the terms of service, or {@code null}
 * @param maxAge how long clients may keep the metadata; 0 for not at all
 * @param alsoAtRoot whether the well-known URL without the path of the resource answers too
 * @param signature who signs the metadata, or {@code null} for nobody
 */
public record ResourceDescription(
        @Nullable URI url,
        @Nullable String name,
        @Nullable URI documentation,
        @Nullable URI policyUri,
        @Nullable URI tosUri,
        Duration maxAge,
        boolean alsoAtRoot,
        @Nullable MetadataSignature signature) {
    /** No texts; kept for an hour; at the well-known URL of the resource. */
    public static final ResourceDescription DEFAULT =
            new ResourceDescription(null, null, null, null, null, Duration.ofHours(1), false, null);

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the time is negative
     */
    public ResourceDescription {
        if (maxAge.isNegative()) {
            throw new ConfigurationException("metadata.cache-max-age", "must not be negative");
        }
    }

    /**
     * The same published elsewhere.
     *
     * @param value where, or {@code null} for the well-known URL of the resource
     * @return a new value
     */
    public ResourceDescription withUrl(@Nullable URI value) {
        return new ResourceDescription(value, name, documentation, policyUri, tosUri, maxAge, alsoAtRoot, signature);
    }

    /**
     * The same with a name.
     *
     * @param value a name for people, or {@code null}
     * @return a new value
     */
    public ResourceDescription withName(@Nullable String value) {
        return new ResourceDescription(url, value, documentation, policyUri, tosUri, maxAge, alsoAtRoot, signature);
    }

    /**
     * The same with a page for developers.
     *
     * @param value the page, or {@code null}
     * @return a new value
     */
    public ResourceDescription withDocumentation(@Nullable URI value) {
        return new ResourceDescription(url, name, value, policyUri, tosUri, maxAge, alsoAtRoot, signature);
    }

    /**
     * The same with a policy.
     *
     * @param value how clients may use the data, or {@code null}
     * @return a new value
     */
    public ResourceDescription withPolicyUri(@Nullable URI value) {
        return new ResourceDescription(url, name, documentation, value, tosUri, maxAge, alsoAtRoot, signature);
    }

    /**
     * The same with terms of service.
     *
     * @param value the page, or {@code null}
     * @return a new value
     */
    public ResourceDescription withTosUri(@Nullable URI value) {
        return new ResourceDescription(url, name, documentation, policyUri, value, maxAge, alsoAtRoot, signature);
    }

    /**
     * The same with another time to keep.
     *
     * @param value how long clients may keep the metadata; 0 for not at all
     * @return a new value
     */
    public ResourceDescription withMaxAge(Duration value) {
        return new ResourceDescription(url, name, documentation, policyUri, tosUri, value, alsoAtRoot, signature);
    }

    /**
     * The same with the metadata at the root too or not.
     *
     * @param value whether the well-known URL without the path of the resource answers too
     * @return a new value
     */
    public ResourceDescription withAlsoAtRoot(boolean value) {
        return new ResourceDescription(url, name, documentation, policyUri, tosUri, maxAge, value, signature);
    }

    /**
     * The same with {@code signed_metadata}.
     *
     * @param value who signs, or {@code null} for nobody
     * @return a new value
     */
    public ResourceDescription withSignature(@Nullable MetadataSignature value) {
        return new ResourceDescription(url, name, documentation, policyUri, tosUri, maxAge, alsoAtRoot, value);
    }
}
