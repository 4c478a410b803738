/** How threads that want the same thing at the same time share it. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.concurrent;
