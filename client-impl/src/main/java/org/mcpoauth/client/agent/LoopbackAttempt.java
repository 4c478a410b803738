package org.mcpoauth.client.agent;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.client.AuthorizationAttempt;
import org.mcpoauth.spi.support.concurrent.Waiting;

/** One authorization of a user at this machine. */
final class LoopbackAttempt implements AuthorizationAttempt {
    private final RedirectListener listener;
    private final Consumer<URI> screen;
    private final Duration timeout;
    private final Waiting waiting;
    private final Consumer<LoopbackAttempt> onClose;

    /**
     * An attempt that listens already.
     *
     * @param screen brings a URL before the user
     * @param timeout how long the user may take
     * @param onClose is told when the attempt is over
     */
    LoopbackAttempt(
            RedirectListener listener,
            Consumer<URI> screen,
            Duration timeout,
            Waiting waiting,
            Consumer<LoopbackAttempt> onClose) {
        this.listener = listener;
        this.screen = screen;
        this.timeout = timeout;
        this.waiting = waiting;
        this.onClose = onClose;
    }

    @Override
    public URI redirectUri() {
        return listener.redirectUri();
    }

    @Override
    public URI authorize(AuthorizationRequest request) {
        if (!request.redirectUri().equals(redirectUri())) {
            throw new IllegalArgumentException("the request has another redirect URI than the attempt");
        }
        // before the browser is open, for the answer may be there at once
        listener.expect(request.state());
        screen.accept(request.uri());
        return answer(request);
    }

    private URI answer(AuthorizationRequest request) {
        try {
            return waiting.await(listener.answer(), timeout);
        } catch (TimeoutException e) {
            throw new AuthorizationRequiredException(
                    "the user did not answer in the browser within " + timeout + " and has to be asked once more",
                    null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    FailureCode.INTERRUPTED, request.uri(), "interrupted while a user was asked", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof McpOAuthException known ? known : new IllegalStateException(e.getCause());
        }
    }

    /** Lets go who waits for the user. */
    void giveUp() {
        listener.answer()
                .completeExceptionally(new AuthorizationRequiredException(
                        "the program ended the authorization before the user answered", null));
        close();
    }

    @Override
    public void close() {
        listener.close();
        onClose.accept(this);
    }
}
