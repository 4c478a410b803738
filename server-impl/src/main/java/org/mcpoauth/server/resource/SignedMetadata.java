package org.mcpoauth.server.resource;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.resource.MetadataSignature;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.json.StrictJson;

/** Adds {@code signed_metadata}: the same values as claims of a JWT, and who attests them (RFC 9728, section 2.2). */
final class SignedMetadata {
    private SignedMetadata() {}

    static ProtectedResourceMetadata of(
            ProtectedResourceMetadata metadata,
            @Nullable MetadataSignature signature,
            StrictJson json,
            McpOAuthServices services) {
        if (signature == null) {
            return metadata;
        }
        JsonObject claims =
                json.object(metadata.toJson()).add("iss", signature.issuer()).build();
        return metadata.toBuilder()
                .signedMetadata(signer(signature, json, services).sign(claims))
                .build();
    }

    private static JwsSigner signer(MetadataSignature signature, StrictJson json, McpOAuthServices services) {
        JwsAlgorithm algorithm = JwsAlgorithm.named(signature.key().algorithm())
                .orElseThrow(() -> new ConfigurationException("metadata.signature", "names no JWS algorithm"));
        JcaSignatures signatures = new JcaSignatures(services.cryptoProvider());
        return JwsSigner.ofTokens(
                json,
                signatures,
                signature.key().key(),
                algorithm,
                signature.key().keyId(),
                null);
    }
}
