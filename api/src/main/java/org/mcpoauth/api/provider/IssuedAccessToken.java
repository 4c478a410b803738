package org.mcpoauth.api.provider;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.token.Confirmation;

/** An access token that this authorization server issued and that is active (RFC 7662, section 2.2). */
public interface IssuedAccessToken {

    /**
     * The client it was issued to.
     *
     * @return the client identifier
     */
    String clientId();

    /**
     * The user it was issued for.
     *
     * @return the subject, or {@code null} when the client acts for itself
     */
    @Nullable
    String subject();

    /**
     * What it allows.
     *
     * @return the scopes; may be empty
     */
    Scopes scopes();

    /**
     * Where it may be used.
     *
     * @return the resources of its audience
     */
    List<ResourceIdentifier> resources();

    /**
     * When it was issued.
     *
     * @return the time
     */
    Instant issuedAt();

    /**
     * When it ends.
     *
     * @return the time
     */
    Instant expiresAt();

    /**
     * The key it is bound to.
     *
     * @return the key, or {@code null} for a bearer token
     */
    @Nullable
    Confirmation confirmation();

    /**
     * Further claims, such as {@code act} or {@code acr}.
     *
     * @return the claims; may be empty
     */
    JsonObject claims();
}
