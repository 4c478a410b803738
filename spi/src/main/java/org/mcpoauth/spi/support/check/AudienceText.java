package org.mcpoauth.spi.support.check;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mcpoauth.api.error.Difference;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;
import org.mcpoauth.spi.resource.TrustedIssuer;

/**
 * RFC 8707, section 2: a token is for the URL that clients send, letter by letter. An audience that is something else
 * altogether is meant so, as servers without resource indicators need it; one that is nearly the URL is a slip.
 */
final class AudienceText implements ResourceRule {
    @Override
    public Stream<Finding> findings(ResourceServerConfiguration resource) {
        String url = resource.resource().value();
        Stream<List<String>> all = Stream.concat(
                Stream.of(resource.audiences()), resource.issuers().stream().map(TrustedIssuer::audiences));
        return all.filter(audiences -> !audiences.contains(url))
                .flatMap(List::stream)
                .filter(audience -> isNearly(audience, url))
                .distinct()
                .map(audience -> new Finding(
                        "MCPO4681",
                        "audiences",
                        "lacks the url, which differs from one of them: " + Difference.between(url, audience)
                                + "; write the url as it is"));
    }

    private static boolean isNearly(String audience, String url) {
        return stem(audience).equals(stem(url));
    }

    private static String stem(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
