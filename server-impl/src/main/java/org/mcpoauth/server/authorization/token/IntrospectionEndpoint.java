package org.mcpoauth.server.authorization.token;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.server.authorization.endpoint.FormRequest;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.server.authorization.endpoint.Parameters;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The introspection endpoint (RFC 7662), for authenticated clients only. A token that is unknown, over,
 * revoked or none of the caller's business is just not active (section 2.2).
 *
 * @param <A> the provider's access tokens
 */
public final class IntrospectionEndpoint<A extends IssuedAccessToken> implements EndpointHandler {
    private final Issuer issuer;
    private final AuthorizationServerProvider<?, ?, A> provider;
    private final ClientAuthenticator authenticator;
    private final JsonAnswers answers;
    private final StrictJson json;

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
        this.issuer = issuer;
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
        return answers.answer(200, token.map(this::active).orElseGet(this::inactive));
    }

    private JsonObject inactive() {
        return json.object().add("active", false).build();
    }

    private JsonObject active(A token) {
        JsonObjectBuilder body = json.object();
        token.claims().forEach(body::add);
        body.add("active", true)
                .add("iss", issuer.value())
                .add("client_id", token.clientId())
                // without a user the subject is the client, as in the token (RFC 9068, section 2.2)
                .add("sub", Optional.ofNullable(token.subject()).orElse(token.clientId()))
                .add("aud", audience(token.resources()))
                .add("iat", token.issuedAt().getEpochSecond())
                .add("exp", token.expiresAt().getEpochSecond())
                .add("token_type", "Bearer");
        if (!token.scopes().isEmpty()) {
            body.add("scope", token.scopes().toString());
        }
        confirmation(body, token.confirmation());
        return body.build();
    }

    private JsonValue audience(List<ResourceIdentifier> resources) {
        JsonArrayBuilder all =
                json.array(resources.stream().map(ResourceIdentifier::value).toList());
        JsonValue array = all.build();
        return resources.size() == 1 ? array.asJsonArray().get(0) : array;
    }

    private void confirmation(JsonObjectBuilder body, @Nullable Confirmation confirmation) {
        if (confirmation == null) {
            return;
        }
        JsonObjectBuilder cnf = json.object();
        if (confirmation.jwkThumbprint() != null) {
            cnf.add("jkt", confirmation.jwkThumbprint());
            body.add("token_type", "DPoP");
        }
        if (confirmation.certificateThumbprint() != null) {
            cnf.add("x5t#S256", confirmation.certificateThumbprint());
        }
        body.add("cnf", cnf);
    }
}
