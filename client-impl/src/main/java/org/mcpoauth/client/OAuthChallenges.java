package org.mcpoauth.client;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.ErrorCode;

/** Reads what the Bearer and DPoP challenges of an answer say; those of other schemes are none of our business. */
public final class OAuthChallenges {
    private OAuthChallenges() {}

    /** Where the metadata of the resource is (RFC 9728, section 5.1), as it was sent. */
    public static Optional<String> resourceMetadata(Challenges challenges) {
        return ours(challenges)
                .flatMap(each -> each.resourceMetadata().stream())
                .findFirst();
    }

    /** The scopes that are asked for (RFC 6750, section 3). */
    public static Scopes scopes(Challenges challenges) {
        return ours(challenges)
                .flatMap(each -> each.scopes().stream())
                .findFirst()
                .orElse(Scopes.NONE);
    }

    /** Whether more scopes would help (RFC 6750, section 3.1). */
    public static boolean isInsufficientScope(Challenges challenges) {
        return ours(challenges).flatMap(each -> each.error().stream()).anyMatch(ErrorCode.INSUFFICIENT_SCOPE::equals);
    }

    /** The challenge that wants the user to authenticate, in another way or anew (RFC 9470, section 3). */
    public static Optional<Challenge> insufficientAuthentication(Challenges challenges) {
        return ours(challenges)
                .filter(each -> each.error()
                        .filter(ErrorCode.INSUFFICIENT_USER_AUTHENTICATION::equals)
                        .isPresent())
                .findFirst();
    }

    /** Whether the proof lacks a nonce of the server (RFC 9449, section 9). */
    public static boolean asksForNonce(int status, HttpHeaders answer) {
        return status == 401 && refusesProof(answer, ErrorCode.USE_DPOP_NONCE);
    }

    /** Whether the proof is at fault rather than the token (RFC 9449, sections 7.1 and 9). */
    public static boolean refusesProof(HttpHeaders answer) {
        return refusesProof(answer, ErrorCode.USE_DPOP_NONCE) || refusesProof(answer, ErrorCode.INVALID_DPOP_PROOF);
    }

    private static boolean refusesProof(HttpHeaders answer, ErrorCode error) {
        return Challenges.parse(answer.allValues("WWW-Authenticate")).all().stream()
                .filter(each -> each.isScheme(Challenge.DPOP))
                .flatMap(each -> each.error().stream())
                .anyMatch(error::equals);
    }

    private static Stream<Challenge> ours(Challenges challenges) {
        return challenges.all().stream()
                .filter(each -> each.isScheme(Challenge.BEARER) || each.isScheme(Challenge.DPOP));
    }
}
