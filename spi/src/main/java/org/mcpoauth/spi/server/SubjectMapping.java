package org.mcpoauth.spi.server;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Says who a user of an identity provider is at this authorization server
 * (draft-ietf-oauth-identity-assertion-authz-grant, section 4.4.1). Safe for use by several threads.
 */
@FunctionalInterface
public interface SubjectMapping {
    /**
     * A subject made of issuer and subject, so that two identity providers never name the same user. It is not
     * readable, the same at every node and after every restart, and no subject of users that log in here.
     */
    SubjectMapping BY_ISSUER = (issuer, subject, claims) ->
            // hashed apart, so that no boundary can be moved
            Optional.of(Sha256.base64Url(Sha256.base64Url(issuer.value()) + Sha256.base64Url(subject)));

    /**
     * Finds the user. Called after everything else about the assertion has been checked.
     *
     * @param issuer the trusted identity provider
     * @param subject the user there; says nothing without the issuer
     * @param claims all claims of the assertion; whether an e-mail address among them identifies somebody is for
     *     the implementation to judge
     * @return the subject that goes into tokens, 1 to 255 characters, unique at this server; empty to refuse the
     *     assertion
     */
    Optional<String> subject(Issuer issuer, String subject, JsonObject claims);
}
