package org.mcpoauth.api.provider;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * An identity assertion authorization grant whose signature, type, audience, client, times and single
 * use the endpoint has checked (MCP extension "Enterprise-Managed Authorization"; RFC 7523, section 3).
 *
 * @param issuer the trusted identity provider
 * @param subject the user there
 * @param localSubject the user here, who goes into tokens: 1 to 255 characters
 * @param resources the resources of the assertion, of which a token is for one; never those of the request
 * @param scopes the scopes of the assertion; may be empty
 * @param expiresAt when the assertion ends
 * @param claims all claims of the assertion
 */
public record IdentityAssertion(
        Issuer issuer,
        String subject,
        String localSubject,
        List<ResourceIdentifier> resources,
        Scopes scopes,
        Instant expiresAt,
        JsonObject claims) {
    private static final int MAX_SUBJECT = 255;

    /**
     * Checks and copies the components.
     *
     * @throws IllegalArgumentException if a subject is empty or the local one too long
     */
    public IdentityAssertion {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(claims, "claims");
        resources = List.copyOf(resources);
        if (subject.isEmpty()) {
            throw new IllegalArgumentException("an assertion has a subject");
        }
        if (localSubject.isEmpty() || localSubject.length() > MAX_SUBJECT) {
            throw new IllegalArgumentException("a subject has 1 to " + MAX_SUBJECT + " characters");
        }
    }

    /** Gives the issuer; the claims are personal and stay out. */
    @Override
    public String toString() {
        return "IdentityAssertion[issuer=" + issuer + "]";
    }
}
