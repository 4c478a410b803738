package org.mcpoauth.starter.issuer;

import org.mcpoauth.spi.server.AccessTokenFormat;

/** The same races where access tokens are entries of the store. */
class OpaqueTokenRacesTest extends TokenRacesTest {
    @Override
    AccessTokenFormat format() {
        return AccessTokenFormat.OPAQUE;
    }
}
