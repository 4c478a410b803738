package org.mcpoauth.api.client;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;

/**
 * What a client presents at the token endpoint. Each grant knows its own parameters; one call sends
 * them all. The six grants of MCP demand a resource (RFC 8707; MCP authorization, "Resource Parameter
 * Implementation"). Text forms show no secret.
 */
public sealed interface Grant {

    /**
     * The grant type.
     *
     * @return the value of {@code grant_type}
     */
    GrantType grantType();

    /**
     * The form parameters of this grant, without client authentication.
     *
     * @return the parameters, {@code grant_type} first
     */
    Parameters parameters();

    private static Parameters.Builder form(GrantType type) {
        return Parameters.builder().add("grant_type", type.value());
    }

    private static @Nullable String text(Scopes scopes) {
        return scopes.isEmpty() ? null : scopes.toString();
    }

    /**
     * An authorization code with its PKCE proof (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
     *
     * @param response the validated authorization response; nothing else can bring a code here
     */
    record AuthorizationCode(AuthorizationResponse response) implements Grant {

        /** Checks that the response is there. */
        public AuthorizationCode {
            Objects.requireNonNull(response, "response");
        }

        @Override
        public GrantType grantType() {
            return GrantType.AUTHORIZATION_CODE;
        }

        @Override
        public Parameters parameters() {
            AuthorizationRequest request = response.request();
            return form(grantType())
                    .add("code", response.code().reveal())
                    .add("redirect_uri", request.redirectUri().toString())
                    .add("code_verifier", request.codeVerifier().reveal())
                    .add("resource", request.resource().value())
                    .build();
        }
    }

    /**
     * A refresh token (RFC 6749, section 6).
     *
     * @param refreshToken the refresh token
     * @param scopes a narrower scope than was granted, or {@link Scopes#NONE} to keep it
     * @param resource the resource the new token is for
     */
    record RefreshToken(Secret refreshToken, Scopes scopes, ResourceIdentifier resource) implements Grant {

        /** Checks that nothing is missing. */
        public RefreshToken {
            Objects.requireNonNull(refreshToken, "refreshToken");
            Objects.requireNonNull(scopes, "scopes");
            Objects.requireNonNull(resource, "resource");
        }

        @Override
        public GrantType grantType() {
            return GrantType.REFRESH_TOKEN;
        }

        @Override
        public Parameters parameters() {
            return form(grantType())
                    .add("refresh_token", refreshToken.reveal())
                    .add("scope", text(scopes))
                    .add("resource", resource.value())
                    .build();
        }
    }

    /**
     * The client acts for itself (RFC 6749, section 4.4; MCP extension "OAuth Client Credentials").
     *
     * @param scopes the scopes to ask for, or {@link Scopes#NONE} for the default of the server
     * @param resource the resource the token is for
     */
    record ClientCredentials(Scopes scopes, ResourceIdentifier resource) implements Grant {

        /** Checks that nothing is missing. */
        public ClientCredentials {
            Objects.requireNonNull(scopes, "scopes");
            Objects.requireNonNull(resource, "resource");
        }

        @Override
        public GrantType grantType() {
            return GrantType.CLIENT_CREDENTIALS;
        }

        @Override
        public Parameters parameters() {
            return form(grantType())
                    .add("scope", text(scopes))
                    .add("resource", resource.value())
                    .build();
        }
    }

    /**
     * An assertion of somebody the authorization server trusts (RFC 7523, section 2.1): an ID-JAG of an
     * enterprise identity provider, or the token of a workload.
     *
     * @param assertion the JWT
     * @param scopes the scopes to ask for, or {@link Scopes#NONE} for those of the assertion
     * @param resource the resource the token is for
     */
    record JwtBearer(Secret assertion, Scopes scopes, ResourceIdentifier resource) implements Grant {

        /** Checks that nothing is missing. */
        public JwtBearer {
            Objects.requireNonNull(assertion, "assertion");
            Objects.requireNonNull(scopes, "scopes");
            Objects.requireNonNull(resource, "resource");
        }

        @Override
        public GrantType grantType() {
            return GrantType.JWT_BEARER;
        }

        @Override
        public Parameters parameters() {
            return form(grantType())
                    .add("assertion", assertion.reveal())
                    .add("scope", text(scopes))
                    .add("resource", resource.value())
                    .build();
        }
    }

    /**
     * A security token exchanged for another one (RFC 8693, section 2.1).
     *
     * @param subjectToken the token of the party on whose behalf the request is made
     * @param subjectTokenType the type of the subject token
     * @param actorToken the token of the acting party, or {@code null}
     * @param actorTokenType the type of the actor token; present exactly if the actor token is
     * @param requestedTokenType the type that is wanted, or {@code null} for the server's choice
     * @param audiences logical names of the targets; may be empty
     * @param scopes the scopes to ask for, or {@link Scopes#NONE}
     * @param resource the resource the token is for
     */
    record TokenExchange(
            Secret subjectToken,
            TokenTypeIdentifier subjectTokenType,
            @Nullable Secret actorToken,
            @Nullable TokenTypeIdentifier actorTokenType,
            @Nullable TokenTypeIdentifier requestedTokenType,
            List<String> audiences,
            Scopes scopes,
            ResourceIdentifier resource)
            implements Grant {

        /**
         * Checks and copies the components.
         *
         * @throws IllegalArgumentException if only one of actor token and actor token type is there
         */
        public TokenExchange {
            Objects.requireNonNull(subjectToken, "subjectToken");
            Objects.requireNonNull(subjectTokenType, "subjectTokenType");
            Objects.requireNonNull(scopes, "scopes");
            Objects.requireNonNull(resource, "resource");
            audiences = List.copyOf(audiences);
            if ((actorToken == null) != (actorTokenType == null)) {
                throw new IllegalArgumentException("an actor token comes with its type");
            }
        }

        @Override
        public GrantType grantType() {
            return GrantType.TOKEN_EXCHANGE;
        }

        @Override
        public Parameters parameters() {
            Parameters.Builder form = form(grantType())
                    .add("subject_token", subjectToken.reveal())
                    .add("subject_token_type", subjectTokenType.value())
                    .add("actor_token", actorToken == null ? null : actorToken.reveal())
                    .add("actor_token_type", actorTokenType == null ? null : actorTokenType.value())
                    .add("requested_token_type", requestedTokenType == null ? null : requestedTokenType.value());
            audiences.forEach(audience -> form.add("audience", audience));
            return form.add("resource", resource.value())
                    .add("scope", text(scopes))
                    .build();
        }
    }

    /**
     * A device code (RFC 8628, section 3.4).
     *
     * @param deviceCode the code of the device authorization response
     * @param resource the resource the token is for
     */
    record DeviceCode(Secret deviceCode, ResourceIdentifier resource) implements Grant {

        /** Checks that nothing is missing. */
        public DeviceCode {
            Objects.requireNonNull(deviceCode, "deviceCode");
            Objects.requireNonNull(resource, "resource");
        }

        @Override
        public GrantType grantType() {
            return GrantType.DEVICE_CODE;
        }

        @Override
        public Parameters parameters() {
            return form(grantType())
                    .add("device_code", deviceCode.reveal())
                    .add("resource", resource.value())
                    .build();
        }
    }

    /**
     * A request that the user answers on another device (OpenID Connect CIBA Core, section 10.1).
     *
     * @param authenticationRequestId {@code auth_req_id} of the backchannel authentication response
     * @param resource the resource the token is for
     */
    record BackchannelAuthentication(Secret authenticationRequestId, ResourceIdentifier resource) implements Grant {

        /** Checks that nothing is missing. */
        public BackchannelAuthentication {
            Objects.requireNonNull(authenticationRequestId, "authenticationRequestId");
            Objects.requireNonNull(resource, "resource");
        }

        @Override
        public GrantType grantType() {
            return GrantType.CIBA;
        }

        @Override
        public Parameters parameters() {
            return form(grantType())
                    .add("auth_req_id", authenticationRequestId.reveal())
                    .add("resource", resource.value())
                    .build();
        }
    }

    /**
     * Any other grant (RFC 6749, section 4.5), such as a SAML 2.0 bearer assertion (RFC 7522).
     *
     * @param grantType the grant type
     * @param extensionParameters all parameters but {@code grant_type}; the caller adds {@code
     *     resource} where the server takes it
     */
    record Extension(GrantType grantType, Parameters extensionParameters) implements Grant {

        /**
         * Checks the parameters.
         *
         * @throws IllegalArgumentException if {@code grant_type} is among them
         */
        public Extension {
            Objects.requireNonNull(grantType, "grantType");
            if (!extensionParameters.values("grant_type").isEmpty()) {
                throw new IllegalArgumentException("grant_type is given by the grant itself");
            }
        }

        @Override
        public Parameters parameters() {
            return form(grantType).addAll(extensionParameters).build();
        }
    }
}
