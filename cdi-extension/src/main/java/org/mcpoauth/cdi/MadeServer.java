package org.mcpoauth.cdi;

import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.server.AuthorizationServer;

/**
 * An authorization server with the keys it signs with. Public for the container alone.
 *
 * @param server the authorization server
 * @param keys its keys
 */
public record MadeServer(AuthorizationServer server, KeySource keys) {}
