package org.mcpoauth.spi.server;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * Whom a token of an exchange is about (RFC 8693, section 2.1). The token has been verified.
 *
 * @param issuer who issued the token; this server for its own access tokens
 * @param subject the subject of the token, as its issuer says
 * @param clientId the client it was issued to, {@code null} if it does not say
 * @param scopes what it allows; may be empty
 * @param resources where an access token of this server may be used; empty for tokens of others
 * @param issuedHere whether the token is an access token of this server
 */
public record ExchangeParty(
        Issuer issuer,
        String subject,
        @Nullable String clientId,
        Scopes scopes,
        List<ResourceIdentifier> resources,
        boolean issuedHere) {

    /** Checks and copies the components. */
    public ExchangeParty {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(scopes, "scopes");
        resources = List.copyOf(resources);
    }

    /** Gives the issuer; the rest is personal. */
    @Override
    public String toString() {
        return "ExchangeParty[issuer=" + issuer + "]";
    }
}
