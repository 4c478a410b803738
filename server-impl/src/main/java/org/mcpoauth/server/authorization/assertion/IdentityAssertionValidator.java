package org.mcpoauth.server.authorization.assertion;

import jakarta.json.JsonString;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IdentityAssertion;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.server.authorization.client.AllowedResources;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;

/**
 * Every rule an identity assertion (ID-JAG) has to follow but its single use, which comes after all others
 * (draft-ietf-oauth-identity-assertion-authz-grant, section 4.4.1; MCP extension "Enterprise-Managed Authorization";
 * RFC 7523, section 3). Changes nothing. Thread-safe.
 */
public final class IdentityAssertionValidator {
    /** The type in the header, which no other JWT has. */
    public static final String TYPE = "oauth-id-jag+jwt";

    private static final int MAX_ID = 1024;

    private final AuthorizationServerConfiguration configuration;
    private final IdentityAssertionRules rules;
    private final AssertionVerifier verifier;
    private final LocalSubjects subjects;
    private final AssertionTimes times;

    /**
     * Makes the validator.
     *
     * @param configuration the audience, and what may be asked for
     * @param verifier knows the trusted issuers
     * @param clock what time it is
     */
    public IdentityAssertionValidator(
            AuthorizationServerConfiguration configuration, AssertionVerifier verifier, InstantSource clock) {
        this.configuration = configuration;
        this.rules = configuration.grants().identityAssertions();
        this.verifier = verifier;
        this.subjects = new LocalSubjects(rules.subjects());
        this.times = new AssertionTimes(clock, rules.maxLifetime());
    }

    /**
     * Validates an assertion.
     *
     * @param presented what was presented
     * @param client the authenticated, confidential client that presents it
     * @param proved the keys it proved to hold, {@code null} for none
     * @return the assertion
     * @throws MalformedException with the rule it breaks; the text is ours and has nothing of the assertion
     * @throws org.mcpoauth.api.error.TransportException if the keys of its issuer cannot be had now
     */
    public IdentityAssertion validate(PresentedAssertion presented, Client client, @Nullable Confirmation proved)
            throws MalformedException {
        require(presented.hasType(TYPE), "the type is not that of an identity assertion");
        JwtClaims claims = presented.claims();
        Issuer issuer = verifier.requireTrusted(presented);
        require(claims.audience().equals(List.of(configuration.issuer().value())), "the audience is somebody else");
        require(client.clientId().equals(claims.text("client_id")), "it was issued to another client");
        times.require(claims);
        require(claims.requiredText("jti").length() <= MAX_ID, "jti is too long");
        requireAuthentication(claims);
        String subject = claims.requiredText("sub");
        List<ResourceIdentifier> resources = resources(claims);
        Scopes scopes = scopes(claims);
        ProvedKeys.require(claims, proved);
        verifier.requireSigned(presented);
        String local = subjects.find(client, issuer, subject, claims);
        return new IdentityAssertion(
                issuer, subject, local, resources, scopes, claims.requiredTime("exp"), claims.members());
    }

    /** What goes into tokens has the right type. */
    private static void requireAuthentication(JwtClaims claims) throws MalformedException {
        claims.text("acr");
        claims.time("auth_time");
        ActorChain.length(claims);
    }

    private List<ResourceIdentifier> resources(JwtClaims claims) throws MalformedException {
        List<ResourceIdentifier> resources = new ArrayList<>();
        for (String text : named(claims)) {
            resources.add(AllowedResources.find(configuration.resourcesAllowed(), text)
                    .orElseThrow(() -> broken("a resource is not one of this server")));
        }
        require(!resources.isEmpty(), "it names no resource");
        return resources.stream().distinct().toList();
    }

    /** One text or several. */
    private static List<String> named(JwtClaims claims) throws MalformedException {
        return claims.members().get("resource") instanceof JsonString
                ? List.of(claims.requiredText("resource"))
                : claims.texts("resource");
    }

    private Scopes scopes(JwtClaims claims) throws MalformedException {
        Scopes scopes = claims.scope();
        require(configuration.scopesSupported().containsAll(scopes), "a scope is not one of this server");
        return scopes;
    }

    private static void require(boolean rule, String otherwise) throws MalformedException {
        if (!rule) {
            throw broken(otherwise);
        }
    }

    private static MalformedException broken(String rule) {
        return new MalformedException(Fault.CLAIM, rule);
    }
}
