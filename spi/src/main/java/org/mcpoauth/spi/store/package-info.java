/** Where everything is kept that must be seen by all nodes of an application. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.store;
