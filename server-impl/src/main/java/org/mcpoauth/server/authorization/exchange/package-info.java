/** Token exchange (RFC 8693): whose tokens may be exchanged, and who acts for whom afterwards. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.exchange;
