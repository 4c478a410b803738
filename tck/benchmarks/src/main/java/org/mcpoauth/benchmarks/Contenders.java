package org.mcpoauth.benchmarks;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who takes part. */
final class Contenders {
    static final String OURS = "ours";
    static final String OURS_ACCP = "ours-accp";
    static final String RAW = "raw";
    static final String RAW_ACCP = "raw-accp";
    static final String NIMBUS = "nimbus";

    private Contenders() {}

    /** The other libraries. */
    static List<Contender> peers() {
        return List.of(
                new NimbusContender(),
                new Jose4jContender(),
                new SmallRyeContender(),
                new SpringContender(),
                new Auth0Contender(),
                new JjwtContender(),
                new VertxContender());
    }

    /** We on the JDK's providers, and the floor. */
    static List<Contender> ours() {
        return List.of(OurContender.uncached(OURS, null), new OurCoreContender(), new RawContender(RAW, null));
    }

    /** We on ACCP and its floor; nobody where ACCP has no library. */
    static List<Contender> oursOnAccp() {
        return accp().map(provider -> List.<Contender>of(
                        OurContender.uncached(OURS_ACCP, provider), new RawContender(RAW_ACCP, provider)))
                .orElse(List.of());
    }

    /** We and our floor with one provider, {@code null} for the platform's choice. */
    static List<Contender> ourselves(@Nullable String provider) {
        return List.of(OurContender.uncached(OURS, provider), new RawContender(RAW, provider));
    }

    /** Everybody. */
    static List<Contender> all() {
        List<Contender> all = new ArrayList<>(peers());
        all.addAll(ours());
        all.addAll(oursOnAccp());
        return all;
    }

    /** The name of ACCP, installed behind the JDK's providers so that only who names it gets it. */
    static Optional<String> accp() {
        AmazonCorrettoCryptoProvider accp = AmazonCorrettoCryptoProvider.INSTANCE;
        if (accp.getLoadingError() != null) {
            return Optional.empty();
        }
        Security.addProvider(accp);
        return Optional.of(accp.getName());
    }
}
