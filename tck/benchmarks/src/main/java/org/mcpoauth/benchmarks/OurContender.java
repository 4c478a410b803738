package org.mcpoauth.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.resource.TokenRules;

/** Our verifier as applications get it, from the runtime, with the key fetched as a JWK Set. It takes no MACs. */
final class OurContender implements Contender {
    static final URI URL = URI.create(Fixture.AUDIENCE);

    private final String name;
    private final @Nullable String provider;
    private final UnaryOperator<ResourceServerConfiguration.Builder> options;

    private OurContender(
            String name, @Nullable String provider, UnaryOperator<ResourceServerConfiguration.Builder> options) {
        this.name = name;
        this.provider = provider;
        this.options = options;
    }

    /** Without the cache of verified tokens. */
    static OurContender uncached(String name, @Nullable String provider) {
        return new OurContender(name, provider, it -> it.tokenCache(TokenCacheLimits.OFF));
    }

    /** With a cache of so many verified tokens. */
    static OurContender cached(String name, @Nullable String provider, int size) {
        return new OurContender(name, provider, it -> it.tokenCache(new TokenCacheLimits(size, Duration.ofMinutes(5))));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean supports(Algorithm algorithm) {
        return algorithm != Algorithm.HS256;
    }

    @Override
    public Verification verification(Fixture fixture) {
        Set<String> algorithms = Set.of(fixture.algorithm().wireName());
        TokenVerifier verifier = runtime(fixture.keySet(), provider).verifier(configuration(algorithms, options));
        return token -> verifier.verify(PresentedToken.bearer(token, "POST", URL));
    }

    static McpOAuthRuntime runtime(String keySet, @Nullable String provider) {
        return McpOAuthRuntime.builder()
                .transport(new PublishedKeys(keySet))
                .allowLoopback()
                .cryptoProvider(provider)
                .build();
    }

    static ResourceServerConfiguration configuration(
            Set<String> algorithms, UnaryOperator<ResourceServerConfiguration.Builder> options) {
        return options.apply(ResourceServerConfiguration.builder(
                                ResourceIdentifier.of(Fixture.AUDIENCE), List.of(Issuer.of(Fixture.ISSUER)))
                        .token(TokenRules.DEFAULT.withAlgorithms(algorithms)))
                .build();
    }
}
