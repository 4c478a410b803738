package org.mcpoauth.spi.server;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.TokenRequest;

/**
 * Says who may exchange which tokens for what (RFC 8693, sections 1.1 and 2.1). Safe for use by several threads.
 */
public interface ExchangePolicy {
    /**
     * Delegation only, by those the token is from or for: a client may exchange its own access token, and a resource
     * server the one it received, within the resources of that token; an actor token is the client's own. What others
     * issued has been found to be meant for the client or this server, and may be exchanged.
     */
    ExchangePolicy DELEGATION = new ExchangePolicy() {};

    /** What an exchange is. */
    enum Decision {
        /** There is none. */
        REFUSED,
        /** The new token says who acts for the user. */
        DELEGATION,
        /** The new token is as if the user had given it to the client; who acted before stays in it. */
        IMPERSONATION
    }

    /**
     * Decides about an exchange. Whatever it says, the new token never allows more and never lives longer than the
     * exchanged ones, and a {@code may_act} claim has been obeyed.
     *
     * @param client the authenticated, confidential client that asks
     * @param subject whom the new token would be for
     * @param actor who would act for them, or {@code null} for the client itself
     * @param request what would be issued
     * @return what to do
     */
    default Decision decide(Client client, ExchangeParty subject, @Nullable ExchangeParty actor, TokenRequest request) {
        boolean isActorItself = actor == null || client.clientId().equals(actor.clientId());
        boolean isFromOrFor = client.clientId().equals(subject.clientId())
                || subject.resources().stream()
                        .anyMatch(resource -> resource.value().equals(client.clientId()));
        boolean isWithin = isFromOrFor && subject.resources().containsAll(request.resources());
        return isActorItself && (!subject.issuedHere() || isWithin) ? Decision.DELEGATION : Decision.REFUSED;
    }
}
