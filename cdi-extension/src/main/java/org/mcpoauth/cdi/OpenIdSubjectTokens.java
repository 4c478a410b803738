package org.mcpoauth.cdi;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.security.enterprise.identitystore.openid.IdentityToken;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.spi.client.SubjectToken;
import org.mcpoauth.spi.client.SubjectTokenSource;

/**
 * The ID token of the user who signed in to this application with OpenID Connect (Jakarta Security 3.0, "OpenID Connect
 * Annotation"). It stands for the user of the current request alone, and goes to nobody but its issuer. Loaded only where
 * Jakarta Security is.
 *
 * @param issuer the identity provider that vouches for users
 */
record OpenIdSubjectTokens(Issuer issuer) implements SubjectTokenSource {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");

    /**
     * The tokens of the application.
     *
     * @throws ConfigurationException if nobody signs in to it with OpenID Connect
     */
    static SubjectTokenSource of(Issuer issuer) {
        if (!beans().isResolvable()) {
            throw new ConfigurationException(
                    "id-jag.subject-token",
                    "there is no bean OpenIdContext: users have to sign in with"
                            + " @OpenIdAuthenticationMechanismDefinition");
        }
        return new OpenIdSubjectTokens(issuer);
    }

    @Override
    public SubjectToken token(@Nullable Principal user) {
        IdentityToken token = signedIn().orElseThrow(OpenIdSubjectTokens::nobody);
        if (user == null || !isOf(token, user)) {
            throw nobody();
        }
        if (!issuer.value().equals(token.getJwtClaims().getIssuer().orElse(null))) {
            throw new ConfigurationException(
                    "id-jag.idp-issuer", "is not the issuer that users sign in to with OpenID Connect");
        }
        return SubjectToken.idToken(Secret.of(token.getToken()));
    }

    /** A name is unique within the container only, where it is that of the request. */
    private static boolean isOf(IdentityToken token, Principal user) {
        return user instanceof TokenPrincipal caller
                ? isOf(token, caller)
                : ServletCaller.user()
                        .filter(known -> TokenPrincipal.of(known).isEmpty()
                                && known.getName().equals(user.getName()))
                        .isPresent();
    }

    private static boolean isOf(IdentityToken token, TokenPrincipal caller) {
        Optional<String> vouching = Optional.ofNullable(caller.issuer()).map(Issuer::value);
        return vouching.isPresent()
                && vouching.equals(token.getJwtClaims().getIssuer())
                && Optional.ofNullable(caller.subject())
                        .equals(token.getJwtClaims().getSubject());
    }

    /** Containers differ in what they do when nobody has signed in. */
    private static Optional<IdentityToken> signedIn() {
        try {
            return Optional.ofNullable(beans().get().getIdentityToken());
        } catch (RuntimeException nobody) {
            LOG.log(Level.DEBUG, "MCPO4804 the container has no ID token", nobody);
            return Optional.empty();
        }
    }

    private static AuthorizationRequiredException nobody() {
        return new AuthorizationRequiredException("the user has to sign in with OpenID Connect first", null);
    }

    private static Instance<OpenIdContext> beans() {
        return CDI.current().select(OpenIdContext.class);
    }
}
