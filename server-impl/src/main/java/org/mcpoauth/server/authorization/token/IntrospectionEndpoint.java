package org.mcpoauth.server.authorization.token;

import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.server.authorization.client.AuthenticatedClient;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.server.authorization.openid.Subjects;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * The introspection endpoint (RFC 7662), for authenticated clients only: about access tokens for whoever may know, and
 * about refresh tokens for their own client. A token that is unknown, over, revoked, replaced or none of the caller's
 * business is just not active (section 2.2). The hint says only what to look for first (section 2.1).
 *
 * @param <R> the provider's refresh tokens
 * @param <A> the provider's access tokens
 */
public final class IntrospectionEndpoint<R extends RefreshToken, A extends IssuedAccessToken>
        implements EndpointHandler {
    private final AuthorizationServerProvider<?, R, A> provider;
    private final ClientAuthenticator authenticator;
    private final JsonAnswers answers;
    private final SignedDescriptions signed;
    private final TokenDescription description;
    private final Subjects subjects;
    private final InstantSource clock;

    /**
     * Makes the endpoint.
     *
     * @param provider knows the tokens
     * @param authenticator authenticates clients
     * @param description describes tokens
     * @param subjects name users to clients
     * @param answers writes plain answers
     * @param signed writes signed ones
     * @param clock tells whether a refresh token is over
     */
    public IntrospectionEndpoint(
            AuthorizationServerProvider<?, R, A> provider,
            ClientAuthenticator authenticator,
            TokenDescription description,
            Subjects subjects,
            JsonAnswers answers,
            SignedDescriptions signed,
            InstantSource clock) {
        this.provider = provider;
        this.authenticator = authenticator;
        this.description = description;
        this.subjects = subjects;
        this.answers = answers;
        this.signed = signed;
        this.clock = clock;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters form = FormRequest.read(request);
        AuthenticatedClient authenticated = authenticator.authenticateConfidential(request, form);
        Secret token = PresentedToken.of(form);
        authenticated.spend();
        Client caller = authenticated.client();
        JsonObject body = find(caller, token, form).orElseGet(this::inactive);
        return signed.areWanted(request) ? signed.answer(caller.clientId(), body) : answers.answer(200, body);
    }

    private Optional<JsonObject> find(Client caller, Secret token, Parameters form) {
        boolean isRefreshTokenLikely =
                form.find("token_type_hint").filter("refresh_token"::equals).isPresent();
        return isRefreshTokenLikely
                ? refreshToken(caller, token).or(() -> accessToken(caller, token))
                : accessToken(caller, token).or(() -> refreshToken(caller, token));
    }

    private Optional<JsonObject> accessToken(Client caller, Secret token) {
        return provider.loadAccessToken(token)
                .filter(known -> provider.mayIntrospect(caller, known))
                .map(known -> description.of(known, subject(caller, known)));
    }

    private Optional<JsonObject> refreshToken(Client caller, Secret token) {
        return provider.loadRefreshToken(caller, token)
                .filter(known -> known.clientId().equals(caller.clientId()))
                .filter(known -> known.isCurrent() && clock.instant().isBefore(known.expiresAt()))
                .map(known -> description.of(known, subjects.of(caller, known.subject())));
    }

    /** A client learns no other subject of a user than ID tokens tell it (OpenID Connect Core 1.0, section 8.1). */
    private @Nullable String subject(Client caller, A token) {
        String subject = token.subject();
        boolean isOwn = token.clientId().equals(caller.clientId());
        return isOwn && subject != null ? subjects.of(caller, subject) : subject;
    }

    private JsonObject inactive() {
        return answers.object().add("active", false).build();
    }
}
