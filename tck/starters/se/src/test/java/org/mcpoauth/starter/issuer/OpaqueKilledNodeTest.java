package org.mcpoauth.starter.issuer;

import org.mcpoauth.spi.server.AccessTokenFormat;

/** Codes and refresh tokens where access tokens are entries of the store. */
class OpaqueKilledNodeTest extends KilledNodes {
    @Override
    AccessTokenFormat format() {
        return AccessTokenFormat.OPAQUE;
    }
}
