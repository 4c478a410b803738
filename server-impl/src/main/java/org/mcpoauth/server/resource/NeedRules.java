package org.mcpoauth.server.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.message.RpcBody;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.UserAuthentication;

/** Whether a token suffices for everything a request needs, and which requests need none. */
final class NeedRules {
    private final ResourceServerConfiguration configuration;
    private final AuthenticationRules authentication;
    private final GuardAnswers answers;

    NeedRules(ResourceServerConfiguration configuration, AuthenticationRules authentication, GuardAnswers answers) {
        this.configuration = configuration;
        this.authentication = authentication;
        this.answers = answers;
    }

    /** The scopes that are known to be needed before the body was read. */
    Scopes known(EndpointDemands demands) {
        return configuration.scopes().required().union(demands.scopes());
    }

    /** Whether configuration opens every message to everybody, and nothing else demands to know somebody. */
    boolean isOpen(RpcBody body, EndpointDemands demands) {
        boolean isListed = !body.messages().isEmpty()
                && body.messages().stream()
                        .allMatch(message -> message.method() != null
                                && configuration.anonymousMethods().contains(message.method()));
        return isListed && !needs(body, demands).needSomebody();
    }

    @Nullable
    Refusal refusal(JudgedRequest request) {
        Needs needs = needs(request.body(), request.demands());
        VerifiedToken token = request.token();
        if (token == null) {
            return needs.needSomebody() ? withoutToken(request, needs) : null;
        }
        List<UserAuthentication> missing = authentication.missing(token, needs.authentication());
        if (!missing.isEmpty()) {
            UserAuthentication demanded = AuthenticationRules.combined(needs.authentication(), missing);
            return new Refusal(
                    RejectionReason.USER_AUTHENTICATION,
                    answers.insufficientAuthentication(request.http(), demanded, needs.all()));
        }
        return configuration
                        .scopeEvaluator()
                        .missing(token.scopes(), needs.all())
                        .isEmpty()
                ? null
                : new Refusal(RejectionReason.SCOPE, answers.insufficientScope(request.http(), needs.all()));
    }

    private Needs needs(RpcBody body, EndpointDemands demands) {
        return Needs.of(configuration, demands, body.operations());
    }

    private Refusal withoutToken(JudgedRequest request, Needs needs) {
        TokenRejectedException none = new TokenRejectedException(RejectionReason.NO_TOKEN);
        return new Refusal(none.reason(), answers.rejected(request.http(), none, needs.all()));
    }
}
