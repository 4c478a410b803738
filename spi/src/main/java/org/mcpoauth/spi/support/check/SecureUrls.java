package org.mcpoauth.spi.support.check;

import java.net.URI;
import java.util.stream.Stream;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;
import org.mcpoauth.spi.support.oauth.ClientRedirects;

/** OAuth 2.1, section 1.5: tokens travel over https, but for development on one machine. */
final class SecureUrls implements ResourceRule {
    @Override
    public Stream<Finding> findings(ResourceServerConfiguration resource) {
        return Stream.concat(
                insecure("url", resource.resource().uri()),
                resource.issuers().stream()
                        .flatMap(trusted -> insecure(
                                "authorization-servers", trusted.issuer().uri())));
    }

    private static Stream<Finding> insecure(String key, URI url) {
        boolean isFine = "https".equalsIgnoreCase(url.getScheme()) || ClientRedirects.isLoopback(url);
        return isFine
                ? Stream.empty()
                : Stream.of(
                        new Finding("MCPO4680", key, url + " is not https: clients refuse it; write the https URL"));
    }
}
