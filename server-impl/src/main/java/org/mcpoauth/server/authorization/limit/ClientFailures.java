package org.mcpoauth.server.authorization.limit;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;

/**
 * Bounds how often clients fail to authenticate (RFC 6749, section 2.3.1), so that nobody can shut out others with it.
 *
 * <p>A client that failed too often from an address is refused there before its secret is looked at: guessing on costs
 * next to nothing and tells nothing. An address that failed too often with whatever clients is only refused what fails;
 * right credentials pass, for many clients may share an address. What cannot be guessed, such as a signature, is never
 * refused beforehand, unless somebody else would have to be asked about it: from an address that failed too often no
 * metadata document is fetched that is not kept. A stranger at the same address can so shut out one client that has a
 * secret, there and for the period of the limit, and nobody else. Where nobody knows addresses, that stranger could be
 * anywhere: there only what fails is refused, and hosts that gave nothing too often; a document that was good before has
 * a count of its own there.
 */
public final class ClientFailures {
    // no client identifier begins so
    private static final String IN_VAIN = "in vain ";
    private static final String NO_DOCUMENT = "no document ";

    // so many places must be out of reach before an address waits everywhere
    private static final int PLACES = 5;

    private final RequestLimit limit;
    private final RequestLimit fetches;
    private final RequestLimit ofOnePlace;
    private final OngoingFetches ongoing;

    /**
     * Bounds failures.
     *
     * @param limits how often
     */
    public ClientFailures(RequestLimits limits) {
        this.limit = limits.clients();
        this.fetches = limits.fetches();
        this.ofOnePlace = fetches.part(PLACES);
        this.ongoing = limits.ongoing();
    }

    /**
     * Asked before a secret is looked at, and again before it counts as right: of guesses at the same time none counts
     * once the limit is reached.
     *
     * @param request the request
     * @param clientId the client whose secret may be guessed at, or {@code null} if nothing can be guessed
     * @throws TooManyRequestsException if that client failed too often from that address, which is known
     */
    public void requireFew(EndpointRequest request, @Nullable String clientId) {
        if (clientId != null && limit.knowsAddress(request)) {
            refuseFor(limit.waiting(request, clientId));
        }
    }

    /**
     * Counts a failure.
     *
     * @param request the request
     * @param clientId the client whose secret was guessed at, or {@code null} for other failures
     * @throws TooManyRequestsException if it is one too many, of the client or of the address
     */
    public void count(EndpointRequest request, @Nullable String clientId) {
        Duration ofClient = clientId == null ? Duration.ZERO : limit.acquire(request, clientId);
        Duration ofAddress = limit.acquire(request);
        refuseFor(ofClient.compareTo(ofAddress) > 0 ? ofClient : ofAddress);
    }

    /**
     * Asked before the metadata document or the keys of a client are fetched, which anybody can have this server do with any URL.
     *
     * @param request the request
     * @param place where it is: its host, or itself if it was good before
     * @throws TooManyRequestsException if that address failed too often, had too much fetched in vain, or had that place
     *     called in vain too often
     */
    public void requireFewFetches(EndpointRequest request, String place) {
        refuseFor(limit.waiting(request));
        refuseFor(fetches.waiting(request, IN_VAIN + place));
        if (fetches.knowsAddress(request)) {
            refuseFor(fetches.waiting(request, NO_DOCUMENT));
        }
    }

    /**
     * Fetches if not too much is fetched for strangers already.
     *
     * @param request on whose behalf
     * @param fetch fetches
     * @param <T> what is fetched
     * @return what was fetched
     * @throws TooManyRequestsException if too much is fetched for its address
     * @throws EndpointException with {@code temporarily_unavailable} if too much is fetched over all
     */
    public <T> T amongFew(EndpointRequest request, Supplier<T> fetch) {
        return ongoing.run(request, fetch);
    }

    /**
     * Counts a place that could not be reached, which is no failure of the client: for that place, and for the address a
     * few times, so that one place that is down makes nobody wait for others.
     *
     * @param request the request
     * @param place where the document is, or the keys are
     */
    public void countUnreached(EndpointRequest request, String place) {
        fetches.acquire(request, IN_VAIN + place);
        if (fetches.knowsAddress(request)
                && ofOnePlace.acquire(request, IN_VAIN + place).isZero()) {
            fetches.acquire(request, NO_DOCUMENT);
        }
    }

    /**
     * Counts a place that answered with no document of the client: for the address, wherever the place is, or, where
     * nobody knows addresses, for that place alone.
     *
     * @param request the request
     * @param place where the document should be
     */
    public void countRefused(EndpointRequest request, String place) {
        fetches.acquire(request, fetches.knowsAddress(request) ? NO_DOCUMENT : IN_VAIN + place);
    }

    /**
     * Counts wrong access tokens, as those that registrations are managed with.
     *
     * @param handler who looks at them
     * @return the wrapped handler
     */
    public EndpointHandler around(EndpointHandler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (EndpointException e) {
                if (e.error().equals(ErrorCode.INVALID_TOKEN)) {
                    count(request, null);
                }
                throw e;
            }
        };
    }

    private static void refuseFor(Duration wait) {
        if (!wait.isZero()) {
            throw new TooManyRequestsException(wait);
        }
    }
}
