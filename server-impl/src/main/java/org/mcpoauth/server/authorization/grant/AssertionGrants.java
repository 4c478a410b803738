package org.mcpoauth.server.authorization.grant;

import java.util.List;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.server.authorization.assertion.AssertionVerifier;
import org.mcpoauth.server.authorization.assertion.IdentityAssertionValidator;
import org.mcpoauth.server.authorization.assertion.UsedAssertions;
import org.mcpoauth.server.token.TrustedKeys;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.resource.KeySetCaching;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.json.StrictJson;

/** Puts the grants together that are offered for what others have signed. */
final class AssertionGrants {
    private final AuthorizationServerConfiguration configuration;
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final McpOAuthServices services;
    private final StrictJson json = StrictJson.create();
    private final JcaSignatures signatures;
    private final TrustedKeys keys;

    AssertionGrants(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<?, ?, ?> provider,
            McpOAuthServices services) {
        this.configuration = configuration;
        this.provider = provider;
        this.services = services;
        this.signatures = new JcaSignatures(services.cryptoProvider());
        this.keys = new TrustedKeys(KeySetCaching.DEFAULT, services, json);
    }

    List<GrantHandler> offered() {
        return configuration.grants().identityAssertions().offered() ? List.of(identityAssertions()) : List.of();
    }

    private GrantHandler identityAssertions() {
        AssertionVerifier verifier =
                verifier(configuration.grants().identityAssertions().issuers());
        return new IdentityAssertionGrant(
                provider,
                verifier,
                new IdentityAssertionValidator(configuration, verifier, services.clock()),
                new UsedAssertions(services.stateStore(), services.clock()));
    }

    private AssertionVerifier verifier(List<AssertionIssuer> issuers) {
        return AssertionVerifier.of(issuers, keys, signatures, json);
    }
}
