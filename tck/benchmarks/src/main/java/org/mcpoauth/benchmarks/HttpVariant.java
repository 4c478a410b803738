package org.mcpoauth.benchmarks;

import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Duration;
import java.util.Set;
import org.glassfish.jersey.server.ResourceConfig;
import org.mcpoauth.benchmarks.Contender.Verification;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TokenCacheLimits;

/** How the endpoint of the part http is protected. */
enum HttpVariant {
    /** Not at all. */
    OPEN {
        @Override
        void protect(ResourceConfig application, String keySet) {}
    },
    /** By us, nothing remembered. */
    UNCACHED {
        @Override
        void protect(ResourceConfig application, String keySet) {
            guard(application, keySet, TokenCacheLimits.OFF);
        }
    },
    /** By us with the cache. */
    CACHED {
        @Override
        void protect(ResourceConfig application, String keySet) {
            guard(application, keySet, new TokenCacheLimits(10_000, Duration.ofMinutes(5)));
        }
    },
    /** By a filter that calls nimbus-jose-jwt, as people write it. */
    NIMBUS {
        @Override
        void protect(ResourceConfig application, String keySet) {
            try {
                Verification verification =
                        NimbusContender.whole(NimbusContender.processor(ALGORITHM, JWKSet.parse(keySet)));
                application.register(new NimbusFilter(verification));
            } catch (ParseException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    private static final String ALGORITHM = Algorithm.RS256.wireName();

    abstract void protect(ResourceConfig application, String keySet);

    private static void guard(ResourceConfig application, String keySet, TokenCacheLimits limits) {
        ResourceServerConfiguration configuration =
                OurContender.configuration(Set.of(ALGORITHM), it -> it.tokenCache(limits));
        application.register(
                new McpOAuthFeature(OurContender.runtime(keySet, null).protectedResource(configuration)));
    }
}
