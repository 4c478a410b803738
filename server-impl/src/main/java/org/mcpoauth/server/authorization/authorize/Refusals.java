package org.mcpoauth.server.authorization.authorize;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.page.Pages;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/** Tells clients why they get nothing (RFC 6749, section 4.1.2.1), or their users first. */
final class Refusals {
    private final Issuer issuer;
    private final Predicate<Client> mayRedirectAtOnce;
    private final Pages pages;
    private final Consumer<ErrorCode> audit;

    /**
     * Tells clients of one issuer.
     *
     * @param mayRedirectAtOnce whether a browser may be sent to a client before its user did anything
     * @param audit learns the error of each refusal
     */
    Refusals(Issuer issuer, Predicate<Client> mayRedirectAtOnce, Pages pages, Consumer<ErrorCode> audit) {
        this.issuer = issuer;
        this.mayRedirectAtOnce = mayRedirectAtOnce;
        this.pages = pages;
        this.audit = audit;
    }

    /** Sends a browser back whose user has seen a page. */
    EndpointResponse redirect(Refusal refusal, boolean isForm, ResponseHeaders headers) {
        audit.accept(refusal.error());
        return AuthorizationFlow.redirect(isForm, location(refusal), headers);
    }

    /**
     * Sends a browser back that came from the client just now. Where nobody vouches for the client, its user sees where
     * to first: else whoever registers a client has links to this server that lead anywhere (RFC 9700, section 4.11.2).
     */
    EndpointResponse answer(Refusal refusal, EndpointRequest request, boolean isForm, ResponseHeaders headers) {
        if (mayRedirectAtOnce.test(refusal.client())) {
            return redirect(refusal, isForm, headers);
        }
        audit.accept(refusal.error());
        return pages.in(null, request.headers())
                .refusal(refusal.client(), refusal.error(), refusal.redirectUri(), location(refusal), headers);
    }

    private String location(Refusal refusal) {
        return new ClientCallback(refusal.redirectUri(), refusal.state(), issuer)
                .refused(refusal.error(), refusal.description());
    }
}
