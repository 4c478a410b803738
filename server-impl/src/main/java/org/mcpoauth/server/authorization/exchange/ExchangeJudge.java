package org.mcpoauth.server.authorization.exchange;

import jakarta.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.TokenExchange;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.server.authorization.assertion.LocalSubjects;
import org.mcpoauth.spi.server.ExchangeParty;
import org.mcpoauth.spi.server.ExchangePolicy;
import org.mcpoauth.spi.server.ExchangePolicy.Decision;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * Judges an exchange: for whom it is, whether {@code may_act} and policy allow it, who acts afterwards (RFC 8693,
 * sections 1.1 and 4). Thread-safe.
 *
 * @param policy allows
 * @param actors names who acts
 * @param subjects says who users of others are here
 */
public record ExchangeJudge(ExchangePolicy policy, Actors actors, LocalSubjects subjects) {

    /**
     * Judges an exchange of verified tokens.
     *
     * @param <A> the provider's access tokens
     * @param client the authenticated, confidential client
     * @param subject the subject token
     * @param actor the actor token, or {@code null} for none
     * @param request what would be issued
     * @return the exchange, allowed
     * @throws MalformedException if a token breaks a rule
     * @throws EndpointException if policy refuses
     */
    public <A extends IssuedAccessToken> TokenExchange<A> judge(
            Client client, ExchangedToken<A> subject, @Nullable ExchangedToken<A> actor, TokenRequest request)
            throws MalformedException {
        String user = user(client, subject);
        ExchangeParty acting = actors.party(client, actor);
        actors.requireAllowed(subject.claims(), acting);
        Decision decision = policy.decide(client, subject.party(), actor == null ? null : acting, request);
        if (decision == Decision.REFUSED) {
            throw refused(subject.party(), request);
        }
        JsonObject chain = decision == Decision.DELEGATION
                ? actors.chain(subject.claims(), acting)
                : actors.before(subject.claims());
        return new TokenExchange<>(
                user,
                subject.own(),
                chain,
                subject.claims().time("auth_time"),
                subject.claims().text("acr"),
                end(subject, actor));
    }

    /** A token of a client is for no user, and nobody can be given the client's place. */
    private String user(Client client, ExchangedToken<?> subject) throws MalformedException {
        ExchangeParty party = subject.party();
        IssuedAccessToken own = subject.own();
        if (own == null) {
            return subjects.find(client, party.issuer(), party.subject(), subject.claims());
        }
        String user = own.subject();
        if (user == null || user.equals(client.clientId())) {
            throw new MalformedException(Fault.CLAIM, "it stands for no user");
        }
        return user;
    }

    private static Instant end(ExchangedToken<?> subject, @Nullable ExchangedToken<?> actor) {
        return actor == null || subject.expiresAt().isBefore(actor.expiresAt())
                ? subject.expiresAt()
                : actor.expiresAt();
    }

    private static EndpointException refused(ExchangeParty subject, TokenRequest request) {
        boolean isElsewhere = subject.issuedHere() && !subject.resources().containsAll(request.resources());
        return isElsewhere
                ? EndpointException.token(ErrorCode.INVALID_TARGET, "the token is not for that resource")
                : EndpointException.token(ErrorCode.INVALID_REQUEST, "the exchange is not allowed");
    }
}
