package org.mcpoauth.jcache;

import javax.cache.Cache;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/** Refuses a cache that would forget a live entry by its expiry policy. JCache does not tell more. */
final class EternalCaches {
    private EternalCaches() {}

    @SuppressWarnings("unchecked") // the API takes a raw class for a parameterized type
    static void require(Cache<String, String> cache) {
        CompleteConfiguration<String, String> configuration = cache.getConfiguration(CompleteConfiguration.class);
        ExpiryPolicy policy = configuration.getExpiryPolicyFactory().create();
        boolean isEternal = policy.getExpiryForCreation().isEternal()
                && keeps(policy.getExpiryForUpdate())
                && keeps(policy.getExpiryForAccess());
        if (!isEternal) {
            throw new ConfigurationException(
                    CacheLocation.KEY, "names a cache whose expiry policy is not eternal; entries carry their own end");
        }
    }

    private static boolean keeps(@Nullable Duration duration) {
        return duration == null || duration.isEternal();
    }
}
