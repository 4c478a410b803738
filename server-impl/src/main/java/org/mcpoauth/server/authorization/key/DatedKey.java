package org.mcpoauth.server.authorization.key;

import java.time.Instant;
import org.mcpoauth.spi.support.jose.SigningKey;

/**
 * A key of a rotation.
 *
 * @param key the key
 * @param signsFrom when its turn begins; it ends when that of the next one does
 */
record DatedKey(SigningKey key, Instant signsFrom) {}
