package org.mcpoauth.server.authorization.authorize;

import java.util.function.Consumer;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.server.authorization.limit.TooManyRequestsException;
import org.mcpoauth.server.authorization.page.Pages;
import org.mcpoauth.server.authorization.page.Problem;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/** Shows an error page for what must not be told to a client, because it is not trusted (yet). */
final class PageErrors implements EndpointHandler {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization");

    private static final int TOO_MANY_REQUESTS = 429;

    private final EndpointHandler handler;
    private final Pages pages;
    private final Consumer<ErrorCode> refusals;

    PageErrors(EndpointHandler handler, Pages pages, Consumer<ErrorCode> refusals) {
        this.handler = handler;
        this.pages = pages;
        this.refusals = refusals;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        try {
            EndpointResponse response = handler.handle(request);
            if (response.status() == TOO_MANY_REQUESTS) {
                refusals.accept(ErrorCode.TEMPORARILY_UNAVAILABLE);
            }
            return response;
        } catch (TooManyRequestsException e) {
            refusals.accept(ErrorCode.TEMPORARILY_UNAVAILABLE);
            return pages.in(null, request.headers())
                    .error(TOO_MANY_REQUESTS, Problem.UNAVAILABLE, e.addTo(new ResponseHeaders()));
        } catch (PageException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4533 " + request + ": " + e.problem());
            refusals.accept(e.problem().code());
            return pages.in(null, request.headers()).error(400, e.problem(), new ResponseHeaders());
        } catch (EndpointException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4536 " + request + ": " + e.getMessage());
            refusals.accept(e.error());
            return e.error().equals(ErrorCode.TEMPORARILY_UNAVAILABLE) ? unavailable(request) : failed(request);
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "MCPO4534 " + request + " could not be served", e);
            refusals.accept(ErrorCode.TEMPORARILY_UNAVAILABLE);
            return unavailable(request);
        } catch (RuntimeException e) {
            // the cause stays in the log: its message is nothing for the page
            LOG.log(System.Logger.Level.ERROR, () -> "MCPO4535 " + request + " failed", e);
            refusals.accept(ErrorCode.SERVER_ERROR);
            return failed(request);
        }
    }

    private EndpointResponse unavailable(EndpointRequest request) {
        return pages.in(null, request.headers())
                .error(503, Problem.UNAVAILABLE, new ResponseHeaders().set("Retry-After", "5"));
    }

    private EndpointResponse failed(EndpointRequest request) {
        return pages.in(null, request.headers()).error(500, Problem.FAILED, new ResponseHeaders());
    }
}
