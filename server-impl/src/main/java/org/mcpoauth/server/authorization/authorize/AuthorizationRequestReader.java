package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.metadata.ResponseType;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.client.RequestedAccess;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * Checks an authorization request whose client and redirect URI are trusted (RFC 6749, section 4.1.1; RFC
 * 7636, section 4.3; RFC 8707, section 2). All its errors go to the client.
 */
final class AuthorizationRequestReader {
    // it is kept for every request that waits for its user
    private static final int MAX_STATE = 2048;
    private static final int DIGEST = 32;
    private static final int MAX_NONCE = 256;

    private final AuthorizationServerConfiguration configuration;

    AuthorizationRequestReader(AuthorizationServerConfiguration configuration) {
        this.configuration = configuration;
    }

    AuthorizationParameters read(Client client, URI redirectUri, Parameters request) {
        return read(client, redirectUri, request, null);
    }

    /** Checks a request that came with the proof of a key, {@code null} for none (RFC 9449, section 10.1). */
    AuthorizationParameters read(
            Client client, URI redirectUri, Parameters request, @Nullable String provenThumbprint) {
        if (request.isAnyRepeated()) {
            throw invalid("a parameter is repeated");
        }
        requireResponseType(client, request);
        requireNothingElse(request);
        if (request.find("state").filter(state -> !isState(state)).isPresent()) {
            throw invalid("state is too long");
        }
        RequestedAccess access = RequestedAccess.read(configuration, client, request);
        return new AuthorizationParameters(
                request.find("state").orElse(null),
                access.scopes(),
                codeChallenge(request),
                redirectUri,
                request.has("redirect_uri"),
                access.resources(),
                dpopThumbprint(request, provenThumbprint),
                AuthenticationReader.read(client.metadata().openId(), request),
                nonce(request));
    }

    private static void requireResponseType(Client client, Parameters request) {
        String responseType = request.find("response_type").orElseThrow(() -> invalid("response_type is missing"));
        if (!responseType.equals(ResponseType.CODE.value())) {
            throw EndpointException.authorize(ErrorCode.UNSUPPORTED_RESPONSE_TYPE, "the only response type is code");
        }
        boolean isRegistered = client.metadata().responseTypes().contains(ResponseType.CODE)
                && client.metadata().grantTypes().contains(GrantType.AUTHORIZATION_CODE);
        if (!isRegistered) {
            throw EndpointException.authorize(
                    ErrorCode.UNAUTHORIZED_CLIENT, "the client is not registered for authorization codes");
        }
    }

    /** Whether a state may be kept and given back. */
    static boolean isState(String state) {
        return state.length() <= MAX_STATE;
    }

    /** What would change the meaning of the request must not be passed over. */
    private static void requireNothingElse(Parameters request) {
        if (request.has("request")) {
            throw EndpointException.authorize(ErrorCode.REQUEST_NOT_SUPPORTED, "request objects are not supported");
        }
        if (request.has("request_uri")) {
            throw EndpointException.authorize(ErrorCode.REQUEST_URI_NOT_SUPPORTED, "requests cannot be pushed here");
        }
        if (!request.find("response_mode").orElse("query").equals("query")) {
            throw invalid("the only response mode is query");
        }
    }

    /** Without a method the challenge would be plain (RFC 7636, section 4.3), which is not accepted. */
    private static String codeChallenge(Parameters request) {
        String challenge = request.find("code_challenge").orElseThrow(() -> invalid("code_challenge is missing"));
        if (!request.find("code_challenge_method").orElse("plain").equals("S256")) {
            throw invalid("code_challenge_method must be S256");
        }
        if (!isDigest(challenge)) {
            throw invalid("code_challenge is not the digest of a verifier");
        }
        return challenge;
    }

    /** RFC 9449, section 10: the thumbprint of the key whose proof will redeem the code. */
    private @Nullable String dpopThumbprint(Parameters request, @Nullable String proven) {
        if (configuration.dpop().use() == Use.OFF) {
            return null;
        }
        String thumbprint = request.find("dpop_jkt").orElse(null);
        if (thumbprint != null && !isDigest(thumbprint)) {
            throw invalid("dpop_jkt is not the SHA-256 thumbprint of a key");
        }
        if (thumbprint != null && proven != null && !thumbprint.equals(proven)) {
            throw invalid("dpop_jkt is not the key of the proof");
        }
        return thumbprint == null ? proven : thumbprint;
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1; nobody's business where there are no ID tokens. */
    private @Nullable String nonce(Parameters request) {
        String nonce = configuration.openId().offered() ? request.find("nonce").orElse(null) : null;
        if (nonce != null && nonce.length() > MAX_NONCE) {
            throw invalid("nonce is longer than " + MAX_NONCE + " characters");
        }
        return nonce;
    }

    private static boolean isDigest(String text) {
        try {
            return Base64Url.decode(text).length == DIGEST;
        } catch (MalformedException e) {
            return false;
        }
    }

    private static EndpointException invalid(String description) {
        return EndpointException.authorize(ErrorCode.INVALID_REQUEST, description);
    }
}
