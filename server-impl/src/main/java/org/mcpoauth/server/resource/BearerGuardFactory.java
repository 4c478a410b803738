package org.mcpoauth.server.resource;

import java.net.URI;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceGuardFactory;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.store.ProcessStore;

/** Makes guards that take bearer tokens (RFC 6750) and publish protected resource metadata (RFC 9728). */
public final class BearerGuardFactory implements ResourceGuardFactory {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.resource");

    @Override
    public ProtectedResource protectedResource(
            ResourceServerConfiguration configuration, TokenVerifier verifier, McpOAuthServices services) {
        requireSecure("url", configuration.resource().uri());
        requireSecure("metadata.url", configuration.effectiveMetadataUrl());
        warn(configuration, services.stateStore());
        return new ConfiguredResource(configuration, verifier, services, StrictJson.create());
    }

    /** OAuth 2.1, section 1.5: plain http is for loopback only. */
    private static void requireSecure(String key, URI url) {
        boolean isSecure = "https".equalsIgnoreCase(url.getScheme()) || OriginRules.isLoopbackHost(url.getHost());
        if (!isSecure) {
            throw new ConfigurationException(key, "must be https unless the host is a loopback address");
        }
    }

    private static void warn(ResourceServerConfiguration configuration, StateStore store) {
        switch (configuration.bindings().sessions()) {
            case DANGEROUS_LOG, DANGEROUS_OFF ->
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "MCPO4107 sessions of " + configuration.resource()
                                + " are not bound to principals: session-binding="
                                + configuration.bindings().sessions());
            case ENFORCE, STRICT -> {}
        }
        if (configuration.dpop().nonceRequired()
                && configuration.dpop().nonceKeys().current().isEmpty()
                && ProcessStore.isOfProcess(store)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO4706 " + configuration.resource() + " wants DPoP nonces and has no dpop.nonce-keys:"
                            + " other nodes do not accept its nonces, nor does it after a restart");
        }
        warn(!configuration.bindings().tasksBound(), configuration, "MCPO4114", "tasks are not bound to principals");
        warn(!configuration.requestState().sealed(), configuration, "MCPO4115", "request states are not sealed");
        warn(
                !configuration.anonymousMethods().isEmpty(),
                configuration,
                "MCPO4116",
                "everybody may call " + configuration.anonymousMethods());
        if (!configuration.enabled()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO4108 " + configuration.resource() + " is disabled and answers 503");
        }
    }

    private static void warn(boolean isWeak, ResourceServerConfiguration configuration, String id, String what) {
        if (isWeak) {
            LOG.log(System.Logger.Level.WARNING, () -> id + " " + configuration.resource() + ": " + what);
        }
    }
}
