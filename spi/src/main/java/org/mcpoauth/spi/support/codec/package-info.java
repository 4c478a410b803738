/** Strict text codecs, digests and unguessable identifiers that all roles share. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.codec;
