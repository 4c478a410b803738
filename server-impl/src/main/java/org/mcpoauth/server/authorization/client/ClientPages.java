package org.mcpoauth.server.authorization.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.api.metadata.ClientMetadata;

/**
 * Judges the pages a client names (RFC 7591, section 5). They are shown to people some day; {@code
 * javascript:} and the like must not get that far.
 */
public final class ClientPages {
    private ClientPages() {}

    /**
     * Whether all pages are http(s) URLs, in every language.
     *
     * @param metadata what a client says about itself
     * @return {@code true} if they are
     */
    public static boolean areWebPages(ClientMetadata metadata) {
        List<URI> pages = new ArrayList<>();
        Stream.of(
                        metadata.clientUriByLanguage(),
                        metadata.logoUriByLanguage(),
                        metadata.tosUriByLanguage(),
                        metadata.policyUriByLanguage())
                .forEach(tagged -> {
                    pages.addAll(tagged.byLanguage().values());
                    Optional.ofNullable(tagged.plain()).ifPresent(pages::add);
                });
        return pages.stream().allMatch(ClientPages::isWebPage);
    }

    private static boolean isWebPage(URI uri) {
        boolean isHttp = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        return isHttp && uri.getHost() != null;
    }
}
