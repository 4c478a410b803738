/** The token endpoint, one class for each grant. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.grant;
