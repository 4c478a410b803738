package org.mcpoauth.server.authorization.client;

import java.net.URI;
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
        return pages(metadata).allMatch(page -> isProtected(page) || is("http", page));
    }

    /**
     * Whether all pages are https URLs, in every language.
     *
     * @param metadata what a client says about itself
     * @return {@code true} if they are
     */
    static boolean areProtected(ClientMetadata metadata) {
        return pages(metadata).allMatch(ClientPages::isProtected);
    }

    /** Whether a URL is https. */
    static boolean isProtected(URI uri) {
        return is("https", uri);
    }

    private static boolean is(String scheme, URI uri) {
        return scheme.equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
    }

    private static Stream<URI> pages(ClientMetadata metadata) {
        return Stream.of(
                        metadata.clientUriByLanguage(),
                        metadata.logoUriByLanguage(),
                        metadata.tosUriByLanguage(),
                        metadata.policyUriByLanguage())
                .flatMap(tagged ->
                        Stream.concat(tagged.byLanguage().values().stream(), Stream.ofNullable(tagged.plain())));
    }
}
