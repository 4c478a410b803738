package org.mcpoauth.spi.client;

import org.jspecify.annotations.Nullable;

/**
 * Where the grants that need more than a client get it from. Each grant looks at its own part only.
 *
 * @param identityProvider who vouches for users of an enterprise, or {@code null}
 * @param subjectTokens what identifies the user there, or {@code null}
 * @param workload what the platform says about this workload, or {@code null}
 * @param device shows users what to type on another device, or {@code null}
 * @param host gives tokens that the host obtained, or {@code null}
 */
public record GrantSources(
        @Nullable IdentityProvider identityProvider,
        @Nullable SubjectTokenSource subjectTokens,
        @Nullable AssertionSource workload,
        @Nullable DeviceAgent device,
        @Nullable TokenSource host) {
    /** Nothing, which suffices for codes and client credentials. */
    public static final GrantSources NONE = new GrantSources(null, null, null, null, null);

    /**
     * The same with an identity provider.
     *
     * @param value who vouches for users of an enterprise
     * @return a new value
     */
    public GrantSources withIdentityProvider(@Nullable IdentityProvider value) {
        return new GrantSources(value, subjectTokens, workload, device, host);
    }

    /**
     * The same with subject tokens.
     *
     * @param value what identifies the user at the identity provider
     * @return a new value
     */
    public GrantSources withSubjectTokens(@Nullable SubjectTokenSource value) {
        return new GrantSources(identityProvider, value, workload, device, host);
    }

    /**
     * The same with the token of a workload.
     *
     * @param value what the platform says about this workload
     * @return a new value
     */
    public GrantSources withWorkload(@Nullable AssertionSource value) {
        return new GrantSources(identityProvider, subjectTokens, value, device, host);
    }

    /**
     * The same with an agent for other devices.
     *
     * @param value shows users what to type on another device
     * @return a new value
     */
    public GrantSources withDevice(@Nullable DeviceAgent value) {
        return new GrantSources(identityProvider, subjectTokens, workload, value, host);
    }

    /**
     * The same with tokens of the host.
     *
     * @param value gives tokens that the host obtained
     * @return a new value
     */
    public GrantSources withHost(@Nullable TokenSource value) {
        return new GrantSources(identityProvider, subjectTokens, workload, device, value);
    }
}
