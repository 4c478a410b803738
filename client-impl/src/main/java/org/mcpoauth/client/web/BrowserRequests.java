package org.mcpoauth.client.web;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.spi.client.WebRules;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;

/** Reads what browsers send, strictly. */
final class BrowserRequests {
    private static final int MAX_QUERY = 8192;

    private BrowserRequests() {}

    /** The query of a page that a user goes to. */
    static Parameters navigation(EndpointRequest request) {
        requireNavigation(request.headers());
        String query = request.rawQuery() == null ? "" : request.rawQuery();
        if (query.length() > MAX_QUERY) {
            throw new WebRefusal(Notice.MALFORMED);
        }
        try {
            Parameters parameters = single(Parameters.parse(query));
            requireUrl(query);
            return parameters;
        } catch (MalformedException | URISyntaxException e) {
            throw new WebRefusal(Notice.MALFORMED);
        }
    }

    /**
     * What a page embeds, what scripts fetch, and what a browser loads ahead without its user is no navigation
     * (Fetch Metadata, sections 2.1, 2.2 and 2.5); browsers that tell nothing of it are believed.
     */
    private static void requireNavigation(HttpHeaders headers) {
        boolean isAhead = headers.firstValue("Sec-Purpose").isPresent()
                || headers.allValues("Purpose").stream().anyMatch("prefetch"::equalsIgnoreCase);
        if (isAhead
                || !isOnly(headers, "Sec-Fetch-Mode", "navigate")
                || !isOnly(headers, "Sec-Fetch-Dest", "document")) {
            throw new WebRefusal(Notice.OTHER_SITE);
        }
    }

    private static boolean isOnly(HttpHeaders headers, String name, String value) {
        List<String> values = headers.allValues(name);
        return values.isEmpty() || values.equals(List.of(value));
    }

    /** The form of a page of our own origin, which a form of another site is not, whoever is signed in. */
    static Parameters ownForm(EndpointRequest request, URI origin) {
        requireOwn(request, origin);
        if (request.body().length == 0) {
            return Parameters.NONE;
        }
        try {
            return FormRequest.read(request);
        } catch (EndpointException e) {
            throw new WebRefusal(Notice.MALFORMED);
        }
    }

    /** Where the browser shall go afterwards, on this origin only. */
    static Optional<String> returnPath(Parameters parameters) {
        Optional<String> path = parameters.find("return");
        if (path.filter(text -> !WebRules.isLocal(text)).isPresent()) {
            throw new WebRefusal(Notice.MALFORMED);
        }
        return path;
    }

    /** RFC 6749, section 3.1: parameters must not be repeated. */
    private static Parameters single(Parameters parameters) {
        if (parameters.isAnyRepeated()) {
            throw new WebRefusal(Notice.MALFORMED);
        }
        return parameters;
    }

    /** What is no query of a URL is not taken up either. */
    private static void requireUrl(String query) throws URISyntaxException {
        new URI("?" + query);
    }

    /** A browser names the origin of each POST (Fetch Standard, "Origin header"); one that does not is too old. */
    private static void requireOwn(EndpointRequest request, URI origin) {
        boolean isOwn = request.headers().allValues("Origin").equals(List.of(text(origin)));
        if (!isOwn || !isOnly(request.headers(), "Sec-Fetch-Site", "same-origin")) {
            throw new WebRefusal(Notice.OTHER_SITE);
        }
    }

    /** RFC 6454, section 6.2: without the port that goes without saying. */
    private static String text(URI origin) {
        String scheme = origin.getScheme().toLowerCase(Locale.ROOT);
        String host = origin.getHost().toLowerCase(Locale.ROOT);
        boolean isUsual = origin.getPort() < 0 || origin.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (isUsual ? "" : ":" + origin.getPort());
    }
}
