/** What endpoints of all roles share: strict forms and queries, header lines, published documents. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.endpoint;
