package org.mcpoauth.server.authorization.authorize;

import java.net.URI;

/**
 * Where the pages are.
 *
 * @param authorize the authorization endpoint
 * @param login the login page
 * @param consent the consent page
 * @param device the page for the codes of devices
 * @param upstream the page before a login upstream
 * @param upstreamCallback where the upstream server sends browsers back to
 */
public record PageUris(URI authorize, URI login, URI consent, URI device, URI upstream, URI upstreamCallback) {}
