package org.mcpoauth.server.authorization.openid;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;

/** The subject that a client sees (OpenID Connect Core 1.0, section 8). */
public final class Subjects {
    private static final String PAIRWISE = "pairwise";

    private final @Nullable Changing<Secret> salt;

    /**
     * The subjects of a server.
     *
     * @param rules say whether clients may see different ones
     */
    public Subjects(OpenIdRules rules) {
        this.salt = rules.pairwiseSalt();
    }

    /**
     * What a client gets to see of a user.
     *
     * @param client the client
     * @param subject the user, as the login named it
     * @return that, or what nobody else sees, if the client wants it so
     */
    public String of(Client client, String subject) {
        boolean isPairwise = client.metadata()
                .openId()
                .subjectType()
                .filter(PAIRWISE::equals)
                .isPresent();
        return isPairwise && salt != null ? pairwise(salt.current(), sector(client), subject) : subject;
    }

    /**
     * Whether clients may see different subjects of one user.
     *
     * @return {@code false} if {@link #of} gives what it is given, whoever the client is
     */
    public boolean mayDiffer() {
        return salt != null;
    }

    private static String pairwise(Secret salt, String sector, String subject) {
        byte[] input = (sector.length() + ":" + sector + subject).getBytes(StandardCharsets.UTF_8);
        return Base64Url.encode(HmacAlgorithm.HS256.mac(salt, input));
    }

    /**
     * The host of the redirect URIs (section 8.1). Where they have several, or the loopback address that all native
     * clients share, the client is a sector of its own.
     */
    private static String sector(Client client) {
        Set<String> hosts = client.metadata().redirectUris().stream()
                .filter(uri -> !RedirectUris.isLoopback(uri))
                .map(URI::getHost)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        boolean isOne =
                hosts.size() == 1 && client.metadata().redirectUris().stream().noneMatch(RedirectUris::isLoopback);
        return isOne ? hosts.iterator().next() : client.clientId();
    }
}
