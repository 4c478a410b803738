package org.mcpoauth.server.authorization.token;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The introspection endpoint (RFC 7662), for authenticated clients only. A token that is unknown, over,
 * revoked or none of the caller's business is just not active (section 2.2).
 *
 * @param <A> the provider's access tokens
 */
public final class IntrospectionEndpoint<A extends IssuedAccessToken> implements EndpointHandler {
    private final AuthorizationServerProvider<?, ?, A> provider;
    private final ClientAuthenticator authenticator;
    private final JsonAnswers answers;
    private final StrictJson json;
    private final TokenDescription description;

    /**
     * Makes the endpoint.
     *
     * @param issuer who issued the tokens
     * @param provider knows the tokens
     * @param authenticator authenticates clients
     * @param answers writes answers
     * @param json builds them
     */
    public IntrospectionEndpoint(
            Issuer issuer,
            AuthorizationServerProvider<?, ?, A> provider,
            ClientAuthenticator authenticator,
            JsonAnswers answers,
            StrictJson json) {
        this.description = new TokenDescription(issuer, json);
        this.provider = provider;
        this.authenticator = authenticator;
        this.answers = answers;
        this.json = json;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters form = FormRequest.read(request);
        Client caller = authenticator.authenticateConfidential(request, form);
        Optional<A> token = provider.loadAccessToken(PresentedToken.of(form))
                .filter(known -> provider.mayIntrospect(caller, known));
        return answers.answer(200, token.map(description::of).orElseGet(this::inactive));
    }

    private JsonObject inactive() {
        return json.object().add("active", false).build();
    }
}
