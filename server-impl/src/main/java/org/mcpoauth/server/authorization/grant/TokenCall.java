package org.mcpoauth.server.authorization.grant;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * A token request whose client is authenticated.
 *
 * @param client who asks
 * @param form what it sent
 * @param confirmation the keys it proved to hold, which the tokens will be bound to; {@code null} for none
 */
record TokenCall(Client client, Parameters form, @Nullable Confirmation confirmation) {}
