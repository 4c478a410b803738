package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.server.authorization.page.LocalizedPages;
import org.mcpoauth.server.authorization.page.PageForm;
import org.mcpoauth.server.authorization.page.Pages;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.Sha256;

/** The pages at which authorization requests wait for their users. */
final class WaitingPages {
    private final PendingAuthorizations pending;
    private final Pages pages;

    WaitingPages(PendingAuthorizations pending, Pages pages) {
        this.pending = pending;
        this.pages = pages;
    }

    /**
     * Lets a request wait at a page. What must not be sent again is followed by a page that is fetched, so that
     * reloading it sends nothing twice.
     */
    EndpointResponse await(
            Visit visit, URI page, @Nullable Scopes asked, Function<StoredPending, EndpointResponse> shown) {
        PendingAuthorization waiting = new PendingAuthorization(
                visit.client().clientId(),
                visit.parameters(),
                visit.requestedAt(),
                Sha256.base64Url(visit.cookie()),
                asked,
                visit.isSwitching(),
                0);
        StoredPending stored = visit.isNewBrowser() ? pending.addFirst(waiting) : pending.add(waiting);
        return visit.isForm()
                ? AuthorizationFlow.redirect(true, page + "?interaction=" + stored.id(), visit.headers())
                : shown.apply(stored);
    }

    /** The pages in the language of a user. */
    LocalizedPages of(Visit visit) {
        return pages.in(visit.parameters().authentication().uiLocales(), visit.sent());
    }

    /** The form of a page at which a request waits. */
    static PageForm form(URI action, Visit visit, String page, StoredPending stored) {
        return new PageForm(action, stored.id(), FormTokens.of(visit.cookie(), page, stored.id()));
    }
}
