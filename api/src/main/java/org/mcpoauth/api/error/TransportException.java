package org.mcpoauth.api.error;

import java.io.Serial;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trying again later may help: a peer could not be reached, was too slow or is not to be called. */
public final class TransportException extends McpOAuthException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final URI uri;
    private final @Nullable Duration retryAfter;

    /**
     * A call that brought no usable answer.
     *
     * @param code one of the transport codes
     * @param uri the URL that was to be called; its query and user information are not part of the message
     * @param message what happened, without text of the peer
     * @param cause the failure below, or {@code null}
     */
    public TransportException(FailureCode code, URI uri, String message, @Nullable Throwable cause) {
        this(code, uri, message, null, cause);
    }

    /**
     * A call that brought no usable answer, with the time after which the peer wants to be asked again.
     *
     * @param code one of the transport codes
     * @param uri the URL that was to be called; its query and user information are not part of the message
     * @param message what happened, without text of the peer
     * @param retryAfter the peer's {@code Retry-After}, or {@code null} when it gave none
     * @param cause the failure below, or {@code null}
     */
    public TransportException(
            FailureCode code, URI uri, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(code, message + " (" + loggable(uri) + ")", cause);
        this.uri = uri;
        this.retryAfter = retryAfter;
    }

    /**
     * The URL that was to be called.
     *
     * @return the URL as it was given, query included
     */
    public URI uri() {
        return uri;
    }

    /**
     * How long the peer wants to be left alone.
     *
     * @return the time of {@code Retry-After}, empty when the peer gave none
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Gives the network, but for what does not go away by itself. */
    @Override
    public Actor actor() {
        return switch (code()) {
            case ENDPOINT_REFUSED, INTERRUPTED -> code().actor();
            default -> Actor.NETWORK;
        };
    }

    /** The query and the user information may hold secrets. */
    private static String loggable(URI uri) {
        String text = Objects.requireNonNull(uri, "uri").toString();
        int query = text.indexOf('?');
        String rest = query < 0 ? text : text.substring(0, query);
        return uri.getRawUserInfo() == null ? rest : rest.replace(uri.getRawUserInfo() + "@", "");
    }
}
