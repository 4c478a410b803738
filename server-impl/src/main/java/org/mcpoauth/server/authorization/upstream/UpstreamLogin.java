package org.mcpoauth.server.authorization.upstream;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.oauth.ClientAssertions;
import org.mcpoauth.spi.support.oauth.EndpointCall;
import org.mcpoauth.spi.support.oauth.OAuthCaller;
import org.mcpoauth.spi.support.oauth.ServerDiscovery;

/**
 * Logs users in with an OpenID Connect issuer: authorization code with PKCE and nonce (OpenID Connect Core 1.0, section
 * 3.1). Of what the issuer answers nothing is kept but who the user is (MCP security best practices, "Token
 * Passthrough").
 */
public final class UpstreamLogin {
    private static final int MAX_CODE = 4096;

    private final UpstreamProvider provider;
    private final URI callback;
    private final StrictJson json;
    private final ServerDiscovery discovery;
    private final EndpointCall endpoints;
    private final IdTokenReader idTokens;

    /**
     * Prepares logins; nobody is called yet.
     *
     * @param provider the issuer
     * @param callback where it sends the browser back to
     * @param http calls it
     * @param json reads what it says
     * @param services what to work with
     */
    public UpstreamLogin(
            UpstreamProvider provider, URI callback, GuardedHttp http, StrictJson json, McpOAuthServices services) {
        JcaSignatures signatures = new JcaSignatures(services.cryptoProvider());
        this.provider = provider;
        this.callback = callback;
        this.json = json;
        this.discovery = new ServerDiscovery(http, json);
        this.endpoints =
                new EndpointCall(http, new ClientAssertions(json, signatures, new RandomIds(), services.clock()));
        this.idTokens = new IdTokenReader(provider, new UpstreamKeys(http, json), json, signatures, services.clock());
    }

    /**
     * The issuer.
     *
     * @return its identifier
     */
    public Issuer issuer() {
        return provider.issuer();
    }

    /**
     * What is asked of the other issuer.
     *
     * @return the scopes
     */
    public Scopes scopes() {
        return provider.scopes();
    }

    /**
     * Where the browser goes.
     *
     * @param attempt the login
     * @return the authorization request
     * @throws UpstreamFailure if the issuer cannot be used
     */
    public URI authorizationUri(UpstreamAttempt attempt) {
        AuthorizationServerMetadata metadata = metadata();
        URI endpoint = metadata.authorizationEndpoint()
                .filter(RedirectUris::isAllowed)
                .orElseThrow(() -> UpstreamFailure.broken("no authorization endpoint"));
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        return URI.create(endpoint
                + separator
                + request(attempt, attempt.prompt(metadata.openId().promptValuesSupported()))
                        .encode());
    }

    /**
     * Who the user is, from the answer of the issuer.
     *
     * @param attempt the login
     * @param answer the parameters of the answer, none repeated, with the state of this attempt
     * @return the user
     * @throws UnknownPromptException if the issuer was asked for an account and seems not to know how
     * @throws UpstreamFailure if the answer is another error or breaks a rule
     */
    public ResourceOwner user(UpstreamAttempt attempt, org.mcpoauth.spi.support.endpoint.Parameters answer) {
        AuthorizationServerMetadata metadata = metadata();
        requireIssuer(metadata, answer.find("iss"));
        answer.find("error").ifPresent(error -> {
            throw refused(error, attempt.isGuess(metadata.openId().promptValuesSupported()));
        });
        String code = answer.find("code")
                .filter(text -> text.length() <= MAX_CODE)
                .orElseThrow(() -> UpstreamFailure.broken("no code"));
        URI keySet = metadata.jwksUri().orElseThrow(() -> UpstreamFailure.broken("no keys"));
        return calling(() -> idTokens.read(idToken(metadata, attempt, code), attempt, keySet));
    }

    /** RFC 9207, section 2.4. */
    private void requireIssuer(AuthorizationServerMetadata metadata, Optional<String> issuer) {
        boolean isGenuine = issuer.map(provider.issuer().value()::equals).orElse(!metadata.sendsIssuerInResponses());
        if (!isGenuine) {
            throw UpstreamFailure.broken("the answer is of another issuer");
        }
    }

    private Parameters request(UpstreamAttempt attempt, @Nullable String prompt) {
        RequestedAuthentication requested = attempt.requested();
        Parameters.Builder request = Parameters.builder()
                .add("response_type", "code")
                .add("client_id", provider.clientId())
                .add("redirect_uri", callback.toString())
                .add("scope", provider.scopes().toString())
                .add("state", attempt.state())
                .add("nonce", attempt.nonce())
                .add("code_challenge", attempt.challenge())
                .add("code_challenge_method", "S256");
        if (prompt != null) {
            request.add("prompt", prompt);
        }
        Duration maxAge = attempt.maxAge();
        if (maxAge != null) {
            request.add("max_age", Long.toString(maxAge.toSeconds()));
        }
        if (!requested.acrValues().isEmpty()) {
            request.add("acr_values", String.join(" ", requested.acrValues()));
        }
        String loginHint = attempt.loginHint();
        if (loginHint != null) {
            request.add("login_hint", loginHint);
        }
        if (requested.uiLocales() != null) {
            request.add("ui_locales", requested.uiLocales());
        }
        return request.build();
    }

    private String idToken(AuthorizationServerMetadata metadata, UpstreamAttempt attempt, String code) {
        URI endpoint = metadata.tokenEndpoint().orElseThrow(() -> UpstreamFailure.broken("no token endpoint"));
        Parameters form = Parameters.builder()
                .add("grant_type", "authorization_code")
                .add("code", code)
                .add("redirect_uri", callback.toString())
                .add("code_verifier", attempt.verifier())
                .build();
        OAuthCaller caller = new OAuthCaller(
                provider.issuer(),
                provider.clientId(),
                provider.authentication().current());
        HttpReply reply = endpoints.post(endpoint, caller, form, FetchKind.TOKEN);
        if (reply.status() >= 500 || reply.status() == 429) {
            throw UpstreamFailure.unavailable("the token endpoint answers " + reply.status());
        }
        if (reply.status() != 200) {
            throw UpstreamFailure.broken("the token endpoint answers " + reply.status());
        }
        return idToken(reply);
    }

    private String idToken(HttpReply reply) {
        try {
            JsonObject answer = json.readObject(reply.body(), JsonLimits.TOKEN_RESPONSE);
            if (answer.get("id_token") instanceof JsonString idToken) {
                return idToken.getString();
            }
            throw UpstreamFailure.broken("no ID token");
        } catch (MalformedException e) {
            throw UpstreamFailure.broken("the token response is malformed");
        }
    }

    private AuthorizationServerMetadata metadata() {
        return calling(() -> discovery.find(provider.issuer()));
    }

    private static <T> T calling(Supplier<T> call) {
        try {
            return call.get();
        } catch (TransportException e) {
            throw UpstreamFailure.unavailable("not reached: " + e.code());
        } catch (ResponseViolationException e) {
            throw UpstreamFailure.broken("breaks a rule: " + e.code());
        }
    }

    /** An error that is not about the user is about this server, which is the client there. */
    private static RuntimeException refused(String error, boolean isGuess) {
        if (isGuess && error.equals(ErrorCode.INVALID_REQUEST.value())) {
            return new UnknownPromptException();
        }
        ErrorCode mapped = switch (error) {
            case "access_denied",
                    "login_required",
                    "consent_required",
                    "interaction_required",
                    "account_selection_required" -> ErrorCode.ACCESS_DENIED;
            case "temporarily_unavailable" -> ErrorCode.TEMPORARILY_UNAVAILABLE;
            case "unmet_authentication_requirements" -> ErrorCode.UNMET_AUTHENTICATION_REQUIREMENTS;
            default -> ErrorCode.SERVER_ERROR;
        };
        return new UpstreamFailure(mapped, "the issuer refuses: told the client " + mapped.value());
    }
}
