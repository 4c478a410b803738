package org.mcpoauth.server.authorization.grant;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.AuthorizationCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.server.audit.ServerAudit;
import org.mcpoauth.server.authorization.device.Devices;
import org.mcpoauth.server.authorization.openid.IdTokens;
import org.mcpoauth.spi.AuthorizationServerConfiguration;

/**
 * Collects the grants that a server offers. To be used by one thread.
 *
 * @param <C> the provider's codes
 * @param <R> the provider's refresh tokens
 */
public final class OfferedGrants<C extends AuthorizationCode, R extends RefreshToken> {
    private final AuthorizationServerConfiguration configuration;
    private final AuthorizationServerProvider<C, R, ?> provider;
    private final InstantSource clock;
    private final ServerAudit audit;
    private final List<GrantHandler> handlers = new ArrayList<>();
    private @Nullable Workloads workloads;

    /**
     * Offers nothing yet.
     *
     * @param configuration says what may be asked for
     * @param provider issues the tokens
     * @param clock tells whether a code or token is over
     * @param audit learns what is presented a second time
     */
    public OfferedGrants(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<C, R, ?> provider,
            InstantSource clock,
            ServerAudit audit) {
        this.configuration = configuration;
        this.provider = provider;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Offers codes and refresh tokens, and client credentials where that is configured.
     *
     * @param idTokens says to clients who the user is, {@code null} where nobody logs in to clients
     * @return this
     */
    public OfferedGrants<C, R> usual(@Nullable IdTokens idTokens) {
        handlers.add(new AuthorizationCodeGrant<>(provider, configuration, clock, audit, idTokens));
        handlers.add(new RefreshTokenGrant<>(provider, configuration, clock, audit));
        if (configuration.grants().clientCredentials()) {
            handlers.add(new ClientCredentialsGrant(new OwnTokens(provider, configuration)));
        }
        return this;
    }

    /**
     * Offers device codes.
     *
     * @param devices what waits for its user
     * @return this
     */
    public OfferedGrants<C, R> devices(Devices devices) {
        handlers.add(new DeviceCodeGrant(provider, configuration, devices, clock, audit));
        return this;
    }

    /**
     * Offers what is configured for tokens of others and for tokens that are exchanged.
     *
     * @param assertions makes the grants
     * @return this
     */
    public OfferedGrants<C, R> assertions(AssertionGrants<?> assertions) {
        handlers.addAll(assertions.offered());
        workloads = assertions.workloads();
        return this;
    }

    List<GrantHandler> handlers() {
        return handlers;
    }

    @Nullable
    Workloads workloads() {
        return workloads;
    }
}
