package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.AuthorizationDecision;
import org.mcpoauth.api.provider.AuthorizationDecision.ConsentRequired;
import org.mcpoauth.api.provider.AuthorizationDecision.Denied;
import org.mcpoauth.api.provider.AuthorizationDecision.Granted;
import org.mcpoauth.api.provider.AuthorizationDecision.LoginRequired;
import org.mcpoauth.api.provider.AuthorizationDecision.RedirectTo;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.authorize.LoginSessions.Session;
import org.mcpoauth.server.authorization.client.ClientIdentity;
import org.mcpoauth.server.authorization.limit.RequestLimits;
import org.mcpoauth.server.authorization.limit.TooManyRequestsException;
import org.mcpoauth.server.authorization.page.ConsentQuestion;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.ConsentMode;
import org.mcpoauth.spi.server.ConsentRules;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/** Asks the provider what to do next and does it, as often as the user takes a step. */
final class AuthorizationFlow {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization");

    private final Issuer issuer;
    private final ConsentRules consent;
    private final UserLogin login;
    private final URI consentPage;
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final PendingAuthorizations pending;
    private final WaitingPages pages;
    private final RequestLimits limits;
    private final Refusals refusals;

    AuthorizationFlow(
            Issuer issuer,
            ConsentRules consent,
            UserLogin login,
            URI consentPage,
            AuthorizationServerProvider<?, ?, ?> provider,
            PendingAuthorizations pending,
            WaitingPages pages,
            RequestLimits limits,
            Refusals refusals) {
        this.issuer = issuer;
        this.consent = consent;
        this.login = login;
        this.consentPage = consentPage;
        this.provider = provider;
        this.pending = pending;
        this.pages = pages;
        this.limits = limits;
        this.refusals = refusals;
    }

    /** Goes on with a request whose user has not been asked. */
    EndpointResponse proceed(Visit visit) {
        boolean mustAsk = visit.parameters().authentication().demandsConsent();
        return proceed(visit, new Interaction(visit.owner(), null, mustAsk, false));
    }

    /** Goes on with a request; nothing that fails from here on is shown to the user, the client is told. */
    EndpointResponse proceed(Visit visit, Interaction interaction) {
        try {
            if (visit.owner() != null && !visit.demandedLogin().isMetBy(visit.owner())) {
                return refuse(
                        visit,
                        ErrorCode.UNMET_AUTHENTICATION_REQUIREMENTS,
                        "the user cannot log in as it is asked for");
            }
            if (visit.owner() != null) {
                limits.requireFewKeptOf(visit.owner().subject());
            }
            return act(visit, provider.authorize(visit.client(), visit.parameters(), interaction));
        } catch (EndpointException e) {
            return refuse(visit, e.error(), e.description().orElse(null));
        } catch (StorageException e) {
            return unavailable(visit, e);
        } catch (TooManyRequestsException e) {
            return refuse(visit, ErrorCode.TEMPORARILY_UNAVAILABLE, "too many requests of this address or user");
        } catch (RuntimeException e) {
            // the cause stays in the log: its message is nothing for the wire
            LOG.log(System.Logger.Level.ERROR, "MCPO4532 an authorization request failed", e);
            return refuse(visit, ErrorCode.SERVER_ERROR, null);
        }
    }

    /**
     * Begins a request anew for the user who has logged in with another page meanwhile. The page's form is
     * not looked at: its token was made with a cookie that others may have planted.
     */
    EndpointResponse resume(PageRequest page, Session session) {
        if (!pending.end(page.stored())) {
            throw PageRequests.outOfDate();
        }
        return proceed(page.visit(page.cookie(), session.owner()));
    }

    /** Begins a request anew for somebody else. */
    EndpointResponse asSomebodyElse(Visit visit) {
        return proceed(visit.ofSomebodyElse());
    }

    /** Sends the browser back because the store failed. */
    EndpointResponse unavailable(Visit visit, StorageException failure) {
        LOG.log(System.Logger.Level.ERROR, "MCPO4531 an authorization request could not be served", failure);
        return refuse(visit, ErrorCode.TEMPORARILY_UNAVAILABLE, null);
    }

    /** Sends the browser back with an error. */
    EndpointResponse refuse(Visit visit, ErrorCode error, @Nullable String description) {
        AuthorizationParameters asked = visit.parameters();
        Refusal refusal = new Refusal(visit.client(), asked.redirectUri(), asked.state(), error, description);
        return visit.isFromClient()
                ? refusals.answer(refusal, visit.request(), visit.isForm(), visit.headers())
                : refusals.redirect(refusal, visit.isForm(), visit.headers());
    }

    /** Shows the consent page of a pending request. */
    EndpointResponse consentPage(Visit visit, StoredPending stored, ResourceOwner owner, Scopes asked) {
        return pages.of(visit)
                .consent(
                        WaitingPages.form(consentPage, visit, FormTokens.CONSENT, stored),
                        new ConsentQuestion(
                                visit.client(),
                                visit.parameters(),
                                asked,
                                owner.subject(),
                                null,
                                !login.isOfContainer(),
                                canRemember(visit)),
                        visit.headers());
    }

    /** Nothing is offered that would not be kept. */
    private boolean canRemember(Visit visit) {
        return consent.mode() == ConsentMode.REMEMBER
                && ClientIdentity.isAssured(visit.client(), visit.parameters().redirectUri());
    }

    private EndpointResponse act(Visit visit, AuthorizationDecision decision) {
        if (decision instanceof Granted granted) {
            return redirect(visit, callback(visit).granted(granted.code()));
        }
        if (decision instanceof Denied denied) {
            EndpointException refusal = EndpointException.authorize(denied.error(), denied.description());
            return refuse(visit, refusal.error(), refusal.description().orElse(null));
        }
        if (visit.parameters().authentication().forbidsPages()) {
            return refuse(visit, missing(decision), null);
        }
        if (decision instanceof RedirectTo elsewhere) {
            return redirect(visit, elsewhere.location().toString());
        }
        return decision instanceof ConsentRequired consent ? askForConsent(visit, consent.scopes()) : login.ask(visit);
    }

    /** What would have to be shown where nothing may (OpenID Connect Core 1.0, section 3.1.2.6). */
    private static ErrorCode missing(AuthorizationDecision decision) {
        if (decision instanceof LoginRequired) {
            return ErrorCode.LOGIN_REQUIRED;
        }
        return decision instanceof ConsentRequired ? ErrorCode.CONSENT_REQUIRED : ErrorCode.INTERACTION_REQUIRED;
    }

    private EndpointResponse askForConsent(Visit visit, Scopes asked) {
        ResourceOwner owner = Optional.ofNullable(visit.owner())
                .orElseThrow(() -> new IllegalStateException("the provider asks for consent before login"));
        return pages.await(visit, consentPage, asked, stored -> consentPage(visit, stored, owner, asked));
    }

    /**
     * Sends the browser on. After a form with 303, never with 307, which would send the form on with its
     * password (RFC 9700, section 4.12).
     */
    static EndpointResponse redirect(boolean isForm, String location, ResponseHeaders headers) {
        return headers.set("Cache-Control", "no-store")
                .set("Pragma", "no-cache")
                .set("Referrer-Policy", "no-referrer")
                .set("Location", location)
                .answer(isForm ? 303 : 302);
    }

    private static EndpointResponse redirect(Visit visit, String location) {
        return redirect(visit.isForm(), location, visit.headers());
    }

    private ClientCallback callback(Visit visit) {
        return new ClientCallback(
                visit.parameters().redirectUri(), visit.parameters().state(), issuer);
    }
}
