/** The guard of a protected resource and the decisions an application adds to it. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.resource;
