package org.mcpoauth.server.authorization.exchange;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.assertion.ActorChain;
import org.mcpoauth.spi.server.ExchangeParty;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Who acts for a user after an exchange (RFC 8693, sections 4.1 and 4.4).
 *
 * @param self this server, which issues the names of its clients
 * @param json builds claims
 */
public record Actors(Issuer self, StrictJson json) {

    /**
     * Who would act.
     *
     * @param client the client
     * @param actor the actor token, or {@code null} for none
     * @return whom the actor token is about, else the client itself
     */
    public ExchangeParty party(Client client, @Nullable ExchangedToken<?> actor) {
        return actor != null
                ? actor.party()
                : new ExchangeParty(self, client.clientId(), client.clientId(), Scopes.NONE, List.of(), true);
    }

    /**
     * Requires that a token names an actor in {@code may_act}, if it names any. Members that cannot be compared name
     * somebody else.
     *
     * @param subject what the token says
     * @param actor who would act
     * @throws MalformedException if it names somebody else
     */
    public void requireAllowed(JwtClaims subject, ExchangeParty actor) throws MalformedException {
        JwtClaims allowed = subject.object("may_act");
        if (allowed == null) {
            return;
        }
        boolean isNamed = allowed.has("sub") || allowed.has("client_id");
        for (Map.Entry<String, ?> member : allowed.members().entrySet()) {
            isNamed &= allowed.requiredText(member.getKey()).equals(member(actor, member.getKey()));
        }
        if (!isNamed) {
            throw new MalformedException(Fault.CLAIM, "somebody else may act");
        }
    }

    /**
     * The {@code act} claim of a new token.
     *
     * @param subject what the exchanged token says
     * @param actor who acts now
     * @return the actor, with those who acted before in it
     * @throws MalformedException if there are too many of them
     */
    public JsonObject chain(JwtClaims subject, ExchangeParty actor) throws MalformedException {
        if (ActorChain.length(subject) >= ActorChain.MAX_LENGTH) {
            throw new MalformedException(Fault.TOO_MANY, "too many actors");
        }
        JsonObjectBuilder claim = json.object();
        if (!actor.issuedHere()) {
            claim.add("iss", actor.issuer().value());
        }
        claim.add("sub", actor.subject());
        if (actor.issuedHere() && actor.clientId() != null) {
            claim.add("client_id", actor.clientId());
        }
        Optional.ofNullable(before(subject)).ifPresent(chain -> claim.add("act", chain));
        return claim.build();
    }

    /**
     * Who acted before.
     *
     * @param subject what the exchanged token says
     * @return its {@code act} claim, or {@code null}
     * @throws MalformedException if it breaks a rule
     */
    public @Nullable JsonObject before(JwtClaims subject) throws MalformedException {
        ActorChain.length(subject);
        JwtClaims chain = subject.object("act");
        return chain == null ? null : chain.members();
    }

    private static @Nullable String member(ExchangeParty actor, String name) {
        return switch (name) {
            case "iss" -> actor.issuer().value();
            case "sub" -> actor.subject();
            case "client_id" -> actor.clientId();
            default -> null;
        };
    }
}
