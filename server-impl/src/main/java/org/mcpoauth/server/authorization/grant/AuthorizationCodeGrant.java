package org.mcpoauth.server.authorization.grant;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.openid.IdTokens;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.support.endpoint.Parameters;

/** Redeems an authorization code (RFC 6749, section 4.1.3; RFC 7636, section 4.6). */
final class AuthorizationCodeGrant<C extends AuthorizationCode> implements GrantHandler {
    private final AuthorizationServerProvider<C, ?, ?> provider;
    private final InstantSource clock;
    private final CurrentAccess access;
    private final ReuseWatch reuse;
    private final @Nullable IdTokens idTokens;

    /** With ID tokens, {@code null} where nobody logs in to clients. */
    AuthorizationCodeGrant(
            AuthorizationServerProvider<C, ?, ?> provider,
            AuthorizationServerConfiguration configuration,
            InstantSource clock,
            ServerAudit audit,
            @Nullable IdTokens idTokens) {
        this.provider = provider;
        this.access = new CurrentAccess(configuration);
        this.clock = clock;
        this.idTokens = idTokens;
        this.reuse = new ReuseWatch(GrantType.AUTHORIZATION_CODE, audit);
    }

    @Override
    public GrantType type() {
        return GrantType.AUTHORIZATION_CODE;
    }

    @Override
    public JudgedGrant judge(TokenCall call) {
        Client client = call.client();
        Parameters form = call.form();
        Secret presented = Secret.of(required(form, "code"));
        String verifier = required(form, "code_verifier");
        C code = provider.loadAuthorizationCode(client, presented)
                .filter(known -> known.clientId().equals(client.clientId()))
                .filter(known -> clock.instant().isBefore(known.expiresAt()))
                .orElseThrow(() -> invalid(null));
        if (!isSameRedirectUri(code, form.find("redirect_uri"))) {
            throw invalid("redirect_uri is not that of the authorization request");
        }
        if (!CodeVerifier.matches(code.codeChallenge(), verifier)) {
            throw invalid("code_verifier does not belong to the code");
        }
        if (!call.provesKey(code.dpopThumbprint())) {
            throw invalid("the code is bound to another DPoP key");
        }
        TokenRequest request =
                call.request(access.scopes(client, code.scopes()), access.resources(code.resources(), form));
        return () -> issue(client, code, request);
    }

    private Issuance issue(Client client, C code, TokenRequest request) {
        AtomicReference<@Nullable Secret> idToken = new AtomicReference<>();
        IssuedTokens tokens = reuse.exchange(
                client.clientId(),
                code.subject(),
                () -> provider.exchangeAuthorizationCode(
                        client, code, request, issued -> idToken.set(idToken(client, code, request, issued))));
        return new Issuance(tokens, code.subject(), null, idToken.get());
    }

    private @Nullable Secret idToken(Client client, C code, TokenRequest request, IssuedTokens tokens) {
        return idTokens == null || !request.scopes().contains(IdTokens.SCOPE)
                ? null
                : idTokens.of(client, code, tokens).orElse(null);
    }

    /** Equal to what was given, and only named if it was named. */
    private static boolean isSameRedirectUri(AuthorizationCode code, Optional<String> named) {
        return named.map(code.redirectUri().toString()::equals).orElse(!code.redirectUriProvidedExplicitly());
    }

    private static String required(Parameters form, String name) {
        return form.find(name)
                .orElseThrow(() -> EndpointException.token(ErrorCode.INVALID_REQUEST, name + " is missing"));
    }

    private static EndpointException invalid(@Nullable String description) {
        return EndpointException.token(ErrorCode.INVALID_GRANT, description);
    }
}
