/** What a look at a configuration before it is used finds. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.check;
