package org.mcpoauth.server.authorization.register;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.server.authorization.assertion.AssertionVerifier;
import org.mcpoauth.server.authorization.assertion.PresentedAssertion;
import org.mcpoauth.server.token.TrustedKeys;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.resource.KeySetCaching;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.jose.JwtTimes;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Takes software statements (RFC 7591, section 2.3): a JWT in which somebody who is trusted says what a client is. What
 * it says comes before what the client says, and then obeys the same rules. Without trusted issuers statements are
 * ignored.
 */
final class SoftwareStatements {
    private static final String MEMBER = "software_statement";
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Issuer audience;
    private final Set<String> issuers;
    private final AssertionVerifier verifier;
    private final StrictJson json;
    private final JwtTimes times;

    private SoftwareStatements(
            Issuer audience, Set<String> issuers, AssertionVerifier verifier, StrictJson json, InstantSource clock) {
        this.audience = audience;
        this.issuers = issuers;
        this.verifier = verifier;
        this.json = json;
        this.times = new JwtTimes(clock, SKEW);
    }

    static SoftwareStatements of(
            AuthorizationServerConfiguration configuration, McpOAuthServices services, StrictJson json) {
        var trusted = configuration.registration().statementIssuers();
        AssertionVerifier verifier = AssertionVerifier.of(
                trusted,
                new TrustedKeys(KeySetCaching.DEFAULT, services, json),
                new JcaSignatures(services.cryptoProvider()),
                json);
        Set<String> issuers = trusted.stream()
                .map(AssertionIssuer::issuer)
                .map(Issuer::value)
                .collect(Collectors.toUnmodifiableSet());
        return new SoftwareStatements(configuration.issuer(), issuers, verifier, json, services.clock());
    }

    /**
     * The document with what its statement says, if it has one, in members that this server has a use for. A client
     * that is known by a statement keeps that one, which was judged when it came, unless it sends another.
     *
     * @param document what the client sent
     * @param used the members that this server has a use for
     * @param registered the statement that the client is known by, or {@code null}
     */
    StatedDocument applied(JsonObject document, Predicate<String> used, @Nullable String registered) {
        String statement = issuers.isEmpty() ? null : sent(document).orElse(registered);
        if (statement == null) {
            return new StatedDocument(without(document), Map.of());
        }
        Secret text = Secret.of(statement);
        JwtClaims claims = statement.equals(registered) ? judged(text) : verified(text);
        return new StatedDocument(merged(document, statement, claims, used), claims.members());
    }

    private static Optional<String> sent(JsonObject document) {
        JsonValue statement = document.getOrDefault(MEMBER, JsonValue.NULL);
        if (statement.equals(JsonValue.NULL)) {
            return Optional.empty();
        }
        if (!(statement instanceof JsonString text) || text.getString().isEmpty()) {
            throw invalid();
        }
        return Optional.of(text.getString());
    }

    private JwtClaims judged(Secret statement) {
        try {
            return verifier.read(statement).claims();
        } catch (MalformedException e) {
            throw invalid();
        }
    }

    private JwtClaims verified(Secret statement) {
        try {
            PresentedAssertion presented = verifier.read(statement);
            JwtClaims claims = presented.claims();
            if (!issuers.contains(claims.requiredText("iss"))) {
                throw EndpointException.registration(ErrorCode.UNAPPROVED_SOFTWARE_STATEMENT, null);
            }
            verifier.requireTrusted(presented);
            // its issuer may sign other JWTs with the same key (RFC 8725, section 3.12)
            boolean isPlain = presented.jws().header().type() == null || presented.hasType("jwt");
            boolean isForUs =
                    !claims.members().containsKey("aud") || claims.audience().contains(audience.value());
            boolean isTimely = times.check(claims, claims.time("exp")) == JwtTimes.Verdict.VALID;
            if (!isPlain || !isForUs || !isTimely) {
                throw invalid();
            }
            verifier.requireSigned(presented);
            return claims;
        } catch (MalformedException e) {
            throw invalid();
        } catch (TransportException | ResponseViolationException e) {
            throw EndpointException.registration(
                    ErrorCode.TEMPORARILY_UNAVAILABLE, "the keys of the issuer of the statement cannot be had");
        }
    }

    /** A claim takes the place of the member and of all its variants, which would contradict it. */
    private JsonObject merged(JsonObject document, String statement, JwtClaims claims, Predicate<String> used) {
        JsonObjectBuilder merged = json.object();
        Set<String> said = claims.members().keySet().stream()
                .filter(used)
                .map(SoftwareStatements::base)
                .collect(Collectors.toSet());
        document.forEach((name, value) -> {
            if (!said.contains(base(name)) && !name.equals(MEMBER)) {
                merged.add(name, value);
            }
        });
        claims.members().forEach((name, value) -> {
            if (used.test(name) && !name.equals(MEMBER)) {
                merged.add(name, value);
            }
        });
        return merged.add(MEMBER, statement).build();
    }

    private static String base(String name) {
        int hash = name.indexOf('#');
        return hash < 0 ? name : name.substring(0, hash);
    }

    private JsonObject without(JsonObject document) {
        JsonObjectBuilder plain = json.object();
        document.forEach((name, value) -> {
            if (!name.equals(MEMBER)) {
                plain.add(name, value);
            }
        });
        return plain.build();
    }

    private static EndpointException invalid() {
        return EndpointException.registration(ErrorCode.INVALID_SOFTWARE_STATEMENT, null);
    }
}
