package org.mcpoauth.client.grant;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.AuthorizationRequestOptions;
import org.mcpoauth.api.client.AuthorizationResponse;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.client.DeviceAuthorization;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.IntrospectionResponse;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.client.RedirectQuery;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.oauth.EndpointCall;
import org.mcpoauth.spi.support.oauth.OAuthCaller;

/** The requests of a registered client, each one call and one judged answer. */
public final class GrantRequests implements Grants {
    private static final Duration DEVICE_INTERVAL = Duration.ofSeconds(5);

    private final Toolkit toolkit;
    private final EndpointCall call;
    private final ErrorAnswer errors;
    private final BoundPost bound;
    private final TokenAnswer tokens;
    private final AuthorizationRequests authorizations;

    /** Uses a toolkit for all requests. */
    public GrantRequests(Toolkit toolkit) {
        this.toolkit = toolkit;
        this.call = toolkit.endpointCall();
        this.errors = new ErrorAnswer(toolkit);
        this.bound = new BoundPost(toolkit, errors);
        this.tokens = new TokenAnswer(toolkit);
        this.authorizations = new AuthorizationRequests(toolkit);
    }

    @Override
    public AuthorizationRequest authorizationRequest(RegisteredClient client, AuthorizationRequestOptions options) {
        AuthorizationRequests.Draft draft = authorizations.draft(client, options);
        return authorizations.request(client, options, draft, draft.parameters());
    }

    @Override
    public AuthorizationRequest pushedAuthorizationRequest(
            RegisteredClient client, AuthorizationRequestOptions options) {
        URI endpoint = Endpoint.PUSHED_AUTHORIZATION_REQUEST.of(client);
        AuthorizationRequests.Draft draft = authorizations.draft(client, options);
        HttpReply reply = post(endpoint, client, draft.parameters(), options.dpopKey(), FetchKind.ENDPOINT);
        requireStatus(endpoint, reply, 201);
        String reference = JsonAnswer.of(toolkit, endpoint, reply, new Rule("RFC 9126", "2.2"))
                .required("request_uri");
        Parameters query = Parameters.builder()
                .add("client_id", client.information().clientId())
                .add("request_uri", reference)
                .build();
        return authorizations.request(client, options, draft, query);
    }

    @Override
    public AuthorizationResponse authorizationResponse(AuthorizationRequest request, URI redirect) {
        return AuthorizationResponse.validate(
                request, RedirectQuery.of(redirect), toolkit.clock().instant());
    }

    @Override
    public TokenResponse token(RegisteredClient client, Grant grant, @Nullable DPoPKey dpopKey) {
        URI endpoint = Endpoint.TOKEN.of(client);
        HttpReply reply = post(endpoint, client, grant.parameters(), dpopKey, FetchKind.TOKEN);
        requireStatus(endpoint, reply, 200);
        return tokens.read(endpoint, reply);
    }

    @Override
    public void revoke(RegisteredClient client, Secret token, TokenKind kind) {
        URI endpoint = Endpoint.REVOCATION.of(client);
        HttpReply reply = post(endpoint, client, about(token, kind));
        requireStatus(endpoint, reply, 200);
    }

    @Override
    public IntrospectionResponse introspect(RegisteredClient client, Secret token, @Nullable TokenKind kind) {
        URI endpoint = Endpoint.INTROSPECTION.of(client);
        HttpReply reply = post(endpoint, client, about(token, kind));
        requireStatus(endpoint, reply, 200);
        JsonAnswer answer = JsonAnswer.of(toolkit, endpoint, reply, new Rule("RFC 7662", "2.2"));
        return new IntrospectionResponse(answer.flag("active"), answer.body());
    }

    @Override
    public DeviceAuthorization deviceAuthorization(
            RegisteredClient client, Scopes scopes, ResourceIdentifier resource) {
        URI endpoint = Endpoint.DEVICE_AUTHORIZATION.of(client);
        Parameters parameters = Parameters.builder()
                .add("scope", scopes.isEmpty() ? null : scopes.toString())
                .add("resource", resource.value())
                .build();
        HttpReply reply = post(endpoint, client, parameters);
        requireStatus(endpoint, reply, 200);
        return device(JsonAnswer.of(toolkit, endpoint, reply, new Rule("RFC 8628", "3.2")));
    }

    private DeviceAuthorization device(JsonAnswer answer) {
        URI page = answer.url("verification_uri").orElseThrow(() -> answer.invalid("verification_uri"));
        Optional<URI> complete = answer.url("verification_uri_complete");
        toolkit.requireOpenable(page);
        complete.ifPresent(toolkit::requireOpenable);
        return new DeviceAuthorization(
                Secret.of(answer.required("device_code")),
                Secret.of(answer.required("user_code")),
                page,
                complete.orElse(null),
                positive(answer, "expires_in").orElseThrow(() -> answer.invalid("expires_in")),
                positive(answer, "interval").orElse(DEVICE_INTERVAL));
    }

    private static Optional<Duration> positive(JsonAnswer answer, String name) {
        Optional<Duration> time = answer.seconds(name);
        if (time.filter(Duration::isZero).isPresent()) {
            throw answer.invalid(name);
        }
        return time;
    }

    private HttpReply post(URI endpoint, RegisteredClient client, Parameters parameters) {
        return post(endpoint, client, parameters, null, FetchKind.ENDPOINT);
    }

    private HttpReply post(
            URI endpoint, RegisteredClient client, Parameters parameters, @Nullable DPoPKey dpopKey, FetchKind kind) {
        OAuthCaller caller =
                new OAuthCaller(client.server().issuer(), client.information().clientId(), client.authentication());
        return bound.post(endpoint, dpopKey, headers -> call.post(endpoint, caller, parameters, headers, kind));
    }

    private void requireStatus(URI endpoint, HttpReply reply, int status) {
        if (reply.status() != status) {
            throw errors.of(endpoint, reply);
        }
    }

    private static Parameters about(Secret token, @Nullable TokenKind kind) {
        return Parameters.builder()
                .add("token", token.reveal())
                .add("token_type_hint", kind == null ? null : kind.hint())
                .build();
    }
}
