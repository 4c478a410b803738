package org.mcpoauth.server.authorization.grant;

import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.client.AuthenticatedClient;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;

/** The token endpoint (RFC 6749, section 3.2): form, client authentication, grant, answer. */
public final class TokenEndpoint implements EndpointHandler {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.grant");

    private final ClientAuthenticator authenticator;
    private final JsonAnswers answers;
    private final TokenBinding binding;
    private final ServerAudit audit;
    private final @Nullable Workloads workloads;
    private final Map<String, GrantHandler> grants = new LinkedHashMap<>();

    /**
     * Makes the endpoint.
     *
     * @param authenticator authenticates clients
     * @param binding says what tokens are bound to
     * @param offered the grants that are offered
     * @param answers writes the answers
     * @param audit learns what is issued
     */
    public TokenEndpoint(
            ClientAuthenticator authenticator,
            TokenBinding binding,
            OfferedGrants<?, ?> offered,
            JsonAnswers answers,
            ServerAudit audit) {
        this.authenticator = authenticator;
        this.binding = binding;
        this.answers = answers;
        this.audit = audit;
        this.workloads = offered.workloads();
        offered.handlers().forEach(handler -> grants.put(handler.type().value(), handler));
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters form = FormRequest.read(request);
        Caller caller = caller(request, form);
        PresentedKeys keys = binding.keys(request);
        Client client = caller.client().client();
        GrantHandler grant = caller.grant();
        requireAllowed(client, grant);
        TokenCall call = new TokenCall(client, form, binding.confirmation(client, keys));
        JudgedGrant judged = grant.judge(call);
        // a request that is refused uses nothing up
        binding.spend(keys);
        caller.client().spend();
        Issuance issued = judged.issue();
        requireBound(issued.tokens(), call);
        audit.issued(
                grant.type(),
                client.clientId(),
                issued.subject(),
                issued.tokens().scopes());
        return answer(issued);
    }

    private record Caller(AuthenticatedClient client, GrantHandler grant) {}

    /**
     * What a workload presents says which client it is; it may authenticate all the same. Credentials come first, so that
     * whoever has none that are right learns nothing of the rest (RFC 6749, section 3.2.1).
     */
    private Caller caller(EndpointRequest request, Parameters form) {
        boolean isTried = workloads == null || ClientAuthenticator.isTried(request, form);
        AuthenticatedClient tried = isTried ? authenticator.authenticate(request, form) : null;
        WorkloadGrant workload = workloads == null ? null : workloads.find(form).orElse(null);
        if (workload != null) {
            return new Caller(tried == null ? AuthenticatedClient.otherwise(workload.client()) : tried, workload);
        }
        return new Caller(tried == null ? authenticator.authenticate(request, form) : tried, grant(form));
    }

    private GrantHandler grant(Parameters form) {
        String type = form.find("grant_type")
                .orElseThrow(() -> EndpointException.token(ErrorCode.INVALID_REQUEST, "grant_type is missing"));
        GrantHandler handler = grants.get(type);
        if (handler == null) {
            throw EndpointException.token(ErrorCode.UNSUPPORTED_GRANT_TYPE, null);
        }
        return handler;
    }

    private static void requireAllowed(Client client, GrantHandler grant) {
        if (!grant.isAllowed(client)) {
            throw EndpointException.token(
                    ErrorCode.UNAUTHORIZED_CLIENT, "the client is not registered for this grant type");
        }
    }

    /** A client that proved a key must not be handed a token that anybody can use. */
    private static void requireBound(IssuedTokens tokens, TokenCall call) {
        if (!Objects.equals(tokens.confirmation(), call.confirmation())) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "MCPO4541 the provider issued tokens that are bound otherwise than asked");
            throw EndpointException.token(ErrorCode.SERVER_ERROR, null);
        }
    }

    private EndpointResponse answer(Issuance issued) {
        IssuedTokens tokens = issued.tokens();
        boolean isDpopBound =
                tokens.confirmation() != null && tokens.confirmation().jwkThumbprint() != null;
        JsonObjectBuilder body = answers.object()
                .add("access_token", tokens.accessToken().reveal())
                .add("token_type", isDpopBound ? "DPoP" : "Bearer")
                .add("expires_in", tokens.lifetime().toSeconds());
        if (issued.issuedTokenType() != null) {
            body.add("issued_token_type", issued.issuedTokenType().value());
        }
        if (tokens.refreshToken() != null) {
            body.add("refresh_token", tokens.refreshToken().reveal());
        }
        if (!tokens.scopes().isEmpty()) {
            body.add("scope", tokens.scopes().toString());
        }
        if (issued.idToken() != null) {
            body.add("id_token", issued.idToken().reveal());
        }
        return answers.answer(200, body.build());
    }
}
