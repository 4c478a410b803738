package org.mcpoauth.spi.support.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;
import org.mcpoauth.spi.resource.TrustedIssuer;

/** Looks at a protected resource and at what its issuers answer. */
public final class ResourceCheck {
    private static final List<ResourceRule> OF_RESOURCE = List.of(new SecureUrls(), new AudienceText());
    private static final List<IssuerRule> OF_ISSUERS =
            List.of(new IssuerText(), new ReachableMetadata(), new UsableKeys(), new KeySizes(), new SameTime());

    private final ResourceServerConfiguration resource;
    private final McpOAuthServices services;

    /** A look at one resource. */
    public ResourceCheck(ResourceServerConfiguration resource, McpOAuthServices services) {
        this.resource = resource;
        this.services = services;
    }

    /**
     * What is wrong. Asks each issuer at most three times for metadata and once for keys.
     *
     * @param isHere whether an issuer is in this process, which does not serve yet
     */
    public List<Finding> findings(Predicate<Issuer> isHere) {
        return Stream.concat(
                        OF_RESOURCE.stream().flatMap(rule -> rule.findings(resource)),
                        resource.issuers().stream()
                                .filter(trusted -> !isHere.test(trusted.issuer()))
                                .flatMap(trusted -> asked(trusted).stream())
                                .flatMap(this::judged))
                .toList();
    }

    private Stream<Finding> judged(IssuerAnswers answers) {
        return OF_ISSUERS.stream().flatMap(rule -> rule.findings(answers, resource));
    }

    private Optional<IssuerAnswers> asked(TrustedIssuer trusted) {
        IssuerNeeds needs = IssuerNeeds.of(resource, trusted);
        IssuerVisit visit = new IssuerVisit(trusted.issuer(), services);
        if (needs.metadata()) {
            return Optional.of(visit.byMetadata(needs.keys()));
        }
        return Optional.ofNullable(needs.keySet()).map(visit::byKeySet);
    }
}
