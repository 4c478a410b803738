package org.mcpoauth.interop.keyed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.ClientAuthentication.AssertionOptions;
import org.mcpoauth.api.client.ClientAuthentication.PrivateKeyJwt;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.spi.server.UpstreamProvider;

/** The issuer where users log in; the authorization server has a key there. */
@ApplicationScoped
public class KeyedUpstream {
    @Produces
    @Singleton
    UpstreamProvider issuer() throws IOException, GeneralSecurityException {
        SigningKey key = new SigningKey(privateKey(), "broker", "ES256");
        return new UpstreamProvider(
                Issuer.of(System.getProperty("interop.issuer")),
                System.getProperty("interop.client-id"),
                new PrivateKeyJwt(key, AssertionOptions.DEFAULT),
                Scopes.of("openid"));
    }

    private static PrivateKey privateKey() throws IOException, GeneralSecurityException {
        byte[] encoded = Files.readAllBytes(Path.of(System.getProperty("interop.key")));
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
