package org.mcpoauth.client.discovery;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.client.MetadataTrust;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.DocumentShelf;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.VerificationKey;
import org.mcpoauth.spi.support.oauth.MetadataFetch;

/** The keys of who signs metadata: those that are configured, else those at a URL. */
final class TrustedKeys {
    private final Changing<JwkSet> configured;
    private final @Nullable URI url;
    private final MetadataFetch<JwkSet> fetch;

    TrustedKeys(Toolkit toolkit, MetadataTrust trust) {
        this.configured = trust.keys().map(TrustedKeys::set);
        this.url = trust.jwksUrl();
        this.fetch = new MetadataFetch<>(
                toolkit.http(), toolkit.json(), FetchKind.JWKS, TrustedKeys::read, DocumentShelf.NONE);
    }

    /** The keys as they are known. */
    Optional<JwkSet> known() {
        return url == null ? Optional.of(configured.current()) : fetch.first(List.of(url), keys -> true);
    }

    /** The keys as they are now; nothing where what is known is always of now. */
    Optional<JwkSet> renewed() {
        return url == null ? Optional.empty() : fetch.refreshedFirst(List.of(url), keys -> true);
    }

    private static JwkSet read(jakarta.json.JsonObject document) {
        try {
            return JwkSet.parse(document);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("no JWK Set", e);
        }
    }

    private static JwkSet set(List<org.mcpoauth.spi.key.VerificationKey> keys) {
        return JwkSet.of(keys.stream().map(TrustedKeys::checked).toList());
    }

    private static VerificationKey checked(org.mcpoauth.spi.key.VerificationKey key) {
        String keyId = key.keyId().isEmpty() ? null : key.keyId();
        try {
            return VerificationKey.of(
                    key.key(),
                    keyId,
                    JwsAlgorithm.named(key.algorithm())
                            .orElseThrow(() -> unusable("a key is for an algorithm that is not known here", null)));
        } catch (MalformedException e) {
            throw unusable("a key is not usable", e);
        }
    }

    private static ConfigurationException unusable(String message, @Nullable Throwable cause) {
        return new ConfigurationException(
                FailureCode.CONFIGURATION_INVALID, "resource-metadata.trust-jwks-file", message, cause);
    }
}
