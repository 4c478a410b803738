package org.mcpoauth.api.client;

import java.net.URI;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * What a client wants to ask an authorization server for.
 *
 * @param redirectUri where the answer shall come; registered with the server
 * @param resource the resource the token is for (RFC 8707, section 2)
 * @param scopes the scopes to ask for, or {@link Scopes#NONE} to leave the parameter out
 * @param dpopKey the key to bind the code to with {@code dpop_jkt} (RFC 9449, section 10), or {@code
 *     null}
 * @param additional further parameters, such as {@code prompt} or {@code login_hint}; they cannot
 *     replace those this library sets
 */
public record AuthorizationRequestOptions(
        URI redirectUri,
        ResourceIdentifier resource,
        Scopes scopes,
        @Nullable DPoPKey dpopKey,
        Parameters additional) {
    private static final Set<String> OURS = Set.of(
            "response_type",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "code_challenge",
            "code_challenge_method",
            "dpop_jkt",
            "request",
            "request_uri");

    /**
     * Checks the additional parameters.
     *
     * @throws IllegalArgumentException if one of them is set by this library
     */
    public AuthorizationRequestOptions {
        Objects.requireNonNull(redirectUri, "redirectUri");
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(scopes, "scopes");
        if (additional.all().stream().anyMatch(parameter -> OURS.contains(parameter.name()))) {
            throw new IllegalArgumentException("an additional parameter is one that the library sets itself");
        }
    }

    /**
     * A request without a DPoP key and additional parameters.
     *
     * @param redirectUri where the answer shall come
     * @param resource the resource the token is for
     * @param scopes the scopes to ask for, or {@link Scopes#NONE}
     * @return the options
     */
    public static AuthorizationRequestOptions of(URI redirectUri, ResourceIdentifier resource, Scopes scopes) {
        return new AuthorizationRequestOptions(redirectUri, resource, scopes, null, Parameters.NONE);
    }
}
