package org.mcpoauth.spi.resource;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/**
 * How an authorization server is asked about tokens (RFC 7662). Immutable; the text form shows no secret.
 *
 * @param issuer the authorization server that is asked; one of the trusted issuers
 * @param url its introspection endpoint, or {@code null} to take it from its metadata
 * @param clientId the identifier of this resource at that server
 * @param authentication how this resource authenticates there, asked for each time; always in the same manner
 * @param response which form of answer is taken
 * @param cache how many answers are remembered and how long; off by default, because a revoked token works
 *     for that long. Never beyond {@code exp}
 * @param maxConcurrent how many tokens that server may be asked about at once, 1 to 10,000. As many again wait
 *     for a place, at most a second; all others are answered 503 at once. A quarter of the places, rounded down,
 *     is for tokens that were accepted before, so that strangers cannot take all
 */
public record IntrospectionRules(
        Issuer issuer,
        @Nullable URI url,
        String clientId,
        Changing<ClientAuthentication> authentication,
        ResponseForm response,
        TokenCacheLimits cache,
        int maxConcurrent) {
    /** How many requests may wait for a server where nothing else is said. */
    public static final int DEFAULT_MAX_CONCURRENT = 64;

    private static final int LARGEST_MAX_CONCURRENT = 10_000;

    /** Which form of answer is taken. */
    public enum ResponseForm {
        /** A JSON object (RFC 7662, section 2.2). */
        JSON,
        /** A signed JWT (RFC 9701). */
        JWT
    }

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the client identifier is empty, a number is out of its range or
     *     the client would not authenticate; scanning for tokens must cost more than a guess (RFC 7662,
     *     section 2.1)
     */
    public IntrospectionRules {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(response, "response");
        Objects.requireNonNull(cache, "cache");
        if (clientId.isEmpty()) {
            throw new ConfigurationException("introspection.client-id", "must not be empty");
        }
        ClientAuthentication now = authentication.current();
        if (now instanceof ClientAuthentication.None || now instanceof ClientAuthentication.Omitted) {
            throw new ConfigurationException("introspection.client-auth-method", "must not be none");
        }
        if (maxConcurrent < 1 || maxConcurrent > LARGEST_MAX_CONCURRENT) {
            throw new ConfigurationException("introspection.max-concurrent", "is 1 to " + LARGEST_MAX_CONCURRENT);
        }
    }

    /**
     * Asks for JSON at the endpoint in the issuer's metadata and remembers nothing.
     *
     * @param issuer the authorization server that is asked
     * @param clientId the identifier of this resource at that server
     * @param authentication how this resource authenticates there
     * @return the rules
     */
    public static IntrospectionRules of(Issuer issuer, String clientId, ClientAuthentication authentication) {
        return of(issuer, clientId, Changing.of(authentication));
    }

    /**
     * The same with a secret or key that may be exchanged.
     *
     * @param issuer the authorization server that is asked
     * @param clientId the identifier of this resource at that server
     * @param authentication gives how this resource authenticates there, always in the same manner
     * @return the rules
     */
    public static IntrospectionRules of(Issuer issuer, String clientId, Changing<ClientAuthentication> authentication) {
        return new IntrospectionRules(
                issuer,
                null,
                clientId,
                authentication,
                ResponseForm.JSON,
                TokenCacheLimits.OFF,
                DEFAULT_MAX_CONCURRENT);
    }

    /**
     * The same with the URL of the endpoint.
     *
     * @param value the URL, or {@code null} to take it from the metadata
     * @return a new value
     */
    public IntrospectionRules withUrl(@Nullable URI value) {
        return new IntrospectionRules(issuer, value, clientId, authentication, response, cache, maxConcurrent);
    }

    /**
     * The same with another form of answer.
     *
     * @param value the form
     * @return a new value
     */
    public IntrospectionRules withResponse(ResponseForm value) {
        return new IntrospectionRules(issuer, url, clientId, authentication, value, cache, maxConcurrent);
    }

    /**
     * The same with answers remembered.
     *
     * @param size how many, 0 for none
     * @param ttl how long at most
     * @return a new value
     */
    public IntrospectionRules withCache(int size, Duration ttl) {
        return new IntrospectionRules(
                issuer, url, clientId, authentication, response, new TokenCacheLimits(size, ttl), maxConcurrent);
    }

    /**
     * The same with another limit of requests that wait for the server.
     *
     * @param value how many at once, 1 to 10,000
     * @return a new value
     * @throws ConfigurationException if the number is out of its range
     */
    public IntrospectionRules withMaxConcurrent(int value) {
        return new IntrospectionRules(issuer, url, clientId, authentication, response, cache, value);
    }

    /** Gives issuer and client. */
    @Override
    public String toString() {
        return "IntrospectionRules[issuer=" + issuer + ", clientId=" + clientId + "]";
    }
}
