package org.mcpoauth.client.agent;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.AuthorizationAttempt;
import org.mcpoauth.spi.support.concurrent.Waiting;
import org.mcpoauth.spi.support.oauth.ClientRedirects;

/**
 * Opens the browser of the user's machine and listens there for the redirect (RFC 8252, section 7.3): for
 * programs on a desktop and in a terminal.
 *
 * <pre>{@code
 * try (LoopbackAgent agent = LoopbackAgent.builder()
 *         .notice(uri -> console.printf("Open %s%n", uri))
 *         .build()) {
 *     McpOAuthClient crm = runtime.client(
 *             ClientConfiguration.builder("crm", serverUrl, metadata).agent(agent).build());
 *     ...
 * }
 * }</pre>
 *
 * <p>The redirect URI is plain {@code http} to {@code 127.0.0.1}, {@code [::1]} or {@code localhost}. With a port,
 * that one is listened on. Without one, a loopback address gets a free port at each authorization, which
 * authorization servers have to allow for addresses; {@code localhost} needs a port (RFC 8252, section 8.3).
 *
 * <p>One redirect is taken, by {@code GET}, at the path of the redirect URI and with its host as {@code Host}. A
 * request line may have 16 KiB, all headers 32 KiB, and a request may take 5 seconds; more than 8 connections make
 * the oldest one give way. The browser gets a page without parameters of the request in it. What the redirect says
 * is for the caller to validate.
 *
 * <p>Safe for use by several threads, each authorization with a listener of its own: several at a time need a
 * redirect URI without port. Interruption, the timeout and {@link #close} end an authorization and give its port
 * back.
 */
public final class LoopbackAgent implements AuthorizationAgent, AutoCloseable {
    private static final Duration REQUEST_TIME = Duration.ofSeconds(5);

    private final Duration timeout;
    private final BrowserOpener browser;
    private final @Nullable Consumer<URI> notice;
    private final Waiting waiting;
    private final Set<LoopbackAttempt> attempts = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    private LoopbackAgent(Builder builder) {
        timeout = builder.timeout;
        browser = builder.browser;
        notice = builder.notice;
        waiting = builder.waiting;
    }

    /**
     * A builder with the defaults.
     *
     * @return a new builder, to be used by one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Demands that this agent can listen at a redirect URI.
     *
     * @param redirectUri the redirect URI as it is registered
     * @throws ConfigurationException if it is not on this machine, or is {@code localhost} without port
     */
    public static void requireReachable(URI redirectUri) {
        boolean hasPort = redirectUri.getPort() > 0 || ClientRedirects.isLoopbackAddress(redirectUri);
        if (!ClientRedirects.isLoopback(redirectUri) || !hasPort) {
            throw new ConfigurationException(
                    "redirect-uri",
                    "the loopback agent listens on this machine: write http://127.0.0.1/callback for any free port, or"
                            + " name a port as in http://localhost:8765/callback");
        }
    }

    /**
     * Begins to listen.
     *
     * @throws ConfigurationException if the redirect URI is not one to listen at, or another program has its port
     * @throws AuthorizationRequiredException if this agent is closed
     */
    @Override
    public AuthorizationAttempt begin(URI redirectUri) {
        requireReachable(redirectUri);
        LoopbackAttempt attempt =
                new LoopbackAttempt(listener(redirectUri), this::show, timeout, waiting, attempts::remove);
        attempts.add(attempt);
        if (isClosed) {
            attempt.giveUp();
            throw new AuthorizationRequiredException("the agent is closed: nobody can be asked any more", null);
        }
        return attempt;
    }

    /**
     * Listens, opens the browser and waits, for a request whose redirect URI has a port.
     *
     * @throws ConfigurationException as {@link #begin}, and if the redirect URI has no port
     */
    @Override
    public URI authorize(AuthorizationRequest request) {
        try (AuthorizationAttempt attempt = begin(request.redirectUri())) {
            if (!attempt.redirectUri().equals(request.redirectUri())) {
                throw new ConfigurationException(
                        "redirect-uri", "needs a port, or a request that is built after begin has found a free one");
            }
            return attempt.authorize(request);
        }
    }

    private RedirectListener listener(URI redirectUri) {
        try {
            return RedirectListener.open(redirectUri, REQUEST_TIME);
        } catch (IOException e) {
            throw new ConfigurationException(
                    FailureCode.CONFIGURATION_INVALID,
                    "redirect-uri",
                    "its port cannot be listened on, as another program or another authorization has it; write another"
                            + " port or, with 127.0.0.1 or [::1], none",
                    e);
        }
    }

    /** Only what a browser may be sent to is opened (MCP security best practices). */
    private void show(URI uri) {
        boolean isOpenable =
                uri.getHost() != null && ("https".equalsIgnoreCase(uri.getScheme()) || ClientRedirects.isLoopback(uri));
        if (!isOpenable) {
            throw new TransportException(
                    FailureCode.ENDPOINT_REFUSED, uri, "only https, or http on loopback, is opened in a browser", null);
        }
        if (browser.open(uri)) {
            return;
        }
        if (notice == null) {
            throw new ConfigurationException(
                    "authorization-agent",
                    "no browser can be opened on this machine; give the LoopbackAgent a notice that shows the URL to"
                            + " the user");
        }
        notice.accept(uri);
    }

    /** Ends the authorizations under way; their callers get an {@link AuthorizationRequiredException}. */
    @Override
    public void close() {
        isClosed = true;
        Set.copyOf(attempts).forEach(LoopbackAttempt::giveUp);
    }

    /** Collects the parts of an agent. Not safe for use by several threads. */
    public static final class Builder {
        private Duration timeout = Duration.ofMinutes(5);
        private BrowserOpener browser = BrowserOpener.ofMachine();
        private @Nullable Consumer<URI> notice;
        private Waiting waiting = Waiting.REAL;

        private Builder() {}

        /**
         * Sets how long a user may take.
         *
         * @param value a positive time; default 5 minutes. An answer after 10 minutes is refused in any case
         * @return this builder
         * @throws IllegalArgumentException if the time is not positive
         */
        public Builder timeout(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("the timeout must be positive");
            }
            this.timeout = value;
            return this;
        }

        /**
         * Sets what opens the browser.
         *
         * @param value the opener; default {@link BrowserOpener#ofMachine()}
         * @return this builder
         */
        public Builder browser(BrowserOpener value) {
            this.browser = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets what shows the URL to the user where no browser can be opened.
         *
         * @param value takes the URL, which holds {@code state} and is for this user only; by default there is none,
         *     and the authorization fails
         * @return this builder
         */
        public Builder notice(Consumer<URI> value) {
            this.notice = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Waits in a time of its own. */
        Builder waiting(Waiting value) {
            this.waiting = value;
            return this;
        }

        /**
         * The agent.
         *
         * @return a new agent
         */
        public LoopbackAgent build() {
            return new LoopbackAgent(this);
        }
    }
}
