package org.mcpoauth.client.registration;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;

/**
 * Finds what an assertion may be signed with: the algorithm the client is registered for, one of those the
 * server lists, and one that fits the key (RFC 7591, section 2; RFC 8414, section 2).
 */
final class AssertionAlgorithms {
    private static final List<List<String>> OF_ONE_KEY =
            List.of(List.of("RS256", "PS256", "RS384", "PS384", "RS512", "PS512"), List.of("EdDSA", "Ed25519"));
    private static final List<String> OF_SECRETS = List.of("HS256", "HS384", "HS512");

    private final Optional<String> registered;
    private final List<String> listed;

    AssertionAlgorithms(AuthorizationServerMetadata server, ClientMetadata client) {
        this.registered = client.tokenEndpointAuthSigningAlg();
        this.listed = server.tokenEndpointAuthSigningAlgValuesSupported();
    }

    /** The key with its own algorithm, else with another one of the same key; empty if the server takes none. */
    Optional<SigningKey> fitting(SigningKey key) {
        return Stream.concat(Stream.of(key.algorithm()), others(key.algorithm()))
                .filter(this::isTaken)
                .findFirst()
                .map(name -> new SigningKey(key.key(), key.keyId(), name));
    }

    /** The first algorithm for which the secret is long enough (RFC 7518, section 3.2). */
    Optional<String> fitting(Secret secret) {
        return OF_SECRETS.stream()
                .filter(this::isTaken)
                .filter(name -> HmacAlgorithm.named(name)
                        .filter(it -> it.accepts(secret))
                        .isPresent())
                .findFirst();
    }

    private boolean isTaken(String name) {
        return registered.map(name::equals).orElse(listed.isEmpty() || listed.contains(name));
    }

    private static Stream<String> others(String algorithm) {
        return OF_ONE_KEY.stream().filter(names -> names.contains(algorithm)).flatMap(List::stream);
    }
}
