package org.mcpoauth.server.authorization;

import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;

/** A client that authenticates with {@code private_key_jwt} (RFC 7523, section 2.2). */
final class SigningClient {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final TestServer server;
    private final String clientId;
    private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);

    /** Registers a client. */
    SigningClient(TestServer server, String clientId, UnaryOperator<ClientMetadataBuilder> change) {
        this.server = server;
        this.clientId = clientId;
        server.addClient(
                clientId,
                null,
                metadata -> change.apply(metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                        .jwks(JwkSet.of(List.of(key.verificationKey())).write(server.json))));
    }

    /** The parameters of a fresh assertion. */
    String[] assertion() {
        return assertion(UnaryOperator.identity());
    }

    /** The parameters of an assertion with changed claims. */
    String[] assertion(UnaryOperator<JsonObjectBuilder> change) {
        JsonObjectBuilder claims = server.json
                .object()
                .add("iss", clientId)
                .add("sub", clientId)
                .add("aud", TestServer.ISSUER)
                .add("exp", server.clock.instant().getEpochSecond() + 60)
                .add("jti", UUID.randomUUID().toString());
        String assertion = JwsSigner.ofTokens(server.json, JcaSignatures.platform(), key, null)
                .sign(change.apply(claims).build());
        return new String[] {"client_assertion_type", TYPE, "client_assertion", assertion};
    }

    /** The parameters of a request with those of an assertion. */
    static String[] with(String[] assertion, String... parameters) {
        return Stream.of(assertion, parameters).flatMap(Stream::of).toArray(String[]::new);
    }
}
