/** The state stores in the box: in memory for one node, JDBC for any number of them. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.store;
