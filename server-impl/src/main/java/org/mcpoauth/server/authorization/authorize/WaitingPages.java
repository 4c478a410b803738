package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.server.authorization.limit.RequestLimits;
import org.mcpoauth.server.authorization.limit.TooManyRequestsException;
import org.mcpoauth.server.authorization.page.LocalizedPages;
import org.mcpoauth.server.authorization.page.PageForm;
import org.mcpoauth.server.authorization.page.Pages;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.Sha256;

/** The pages at which authorization requests wait for their users. */
final class WaitingPages {
    private final PendingAuthorizations pending;
    private final RequestLimits limits;
    private final Pages pages;

    WaitingPages(PendingAuthorizations pending, RequestLimits limits, Pages pages) {
        this.pending = pending;
        this.limits = limits;
        this.pages = pages;
    }

    /**
     * Lets a request wait at a page. What must not be sent again is followed by a page that is fetched, so that
     * reloading it sends nothing twice.
     *
     * @throws TooManyRequestsException if nobody is logged in and too many wait at that address; a cookie, which
     *     anybody can make up, makes no difference
     */
    EndpointResponse await(
            Visit visit, URI page, @Nullable Scopes asked, Function<StoredPending, EndpointResponse> shown) {
        if (visit.owner() == null) {
            limits.requireFewKept(visit.request());
        }
        PendingAuthorization waiting = new PendingAuthorization(
                visit.client().clientId(),
                visit.parameters(),
                visit.requestedAt(),
                Sha256.base64Url(visit.cookie()),
                asked,
                visit.isSwitching(),
                0);
        StoredPending stored = visit.arrival().isNew() ? pending.addFirst(waiting) : pending.add(waiting);
        return visit.isForm()
                ? AuthorizationFlow.redirect(true, page + "?interaction=" + stored.id(), visit.headers())
                : shown.apply(stored);
    }

    /** The pages in the language of a user. */
    LocalizedPages of(Visit visit) {
        return pages.in(
                visit.parameters().authentication().uiLocales(), visit.request().headers());
    }

    /** The form of a page at which a request waits. */
    static PageForm form(URI action, Visit visit, String page, StoredPending stored) {
        return new PageForm(action, stored.id(), FormTokens.of(visit.cookie(), page, stored.id()));
    }
}
