package org.mcpoauth.server.authorization.ready;

import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.RandomIds;

/** Names of grants: 128 random bits. They are no secrets; access tokens carry them. */
final class GrantIds {
    static final int LENGTH = 22;
    private static final int BYTES = 16;

    private GrantIds() {}

    static String next(RandomIds random) {
        return Base64Url.encode(random.bytes(BYTES));
    }
}
