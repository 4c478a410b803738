package org.mcpoauth.client.web;

import java.net.URI;
import org.mcpoauth.client.call.ResourceClient;
import org.mcpoauth.client.obtain.WebAuthorizations;

/** Where the endpoints of a client are. */
final class WebPaths {
    private WebPaths() {}

    static String login(ResourceClient client) {
        return WebAuthorizations.login(client.configuration()).getRawPath();
    }

    static String logout(ResourceClient client) {
        return client.configuration().web().basePath() + "/logout/" + client.name();
    }

    static String callback(ResourceClient client) {
        return path(redirectUri(client));
    }

    /** The first of its redirect URIs, which is the one that is sent. */
    static URI redirectUri(ResourceClient client) {
        return client.configuration().metadata().redirectUris().get(0);
    }

    /** A path of this application with its public origin: what a container would make of it is not told by proxies. */
    static String absolute(ResourceClient client, String path) {
        URI origin = redirectUri(client);
        return origin.getScheme() + "://" + origin.getRawAuthority() + path;
    }

    /** RFC 9112, section 3.2.1: an empty path is asked for as a slash. */
    static String path(URI url) {
        String path = url.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }
}
