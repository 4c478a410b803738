/** The authorization endpoint with its login and consent steps. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.authorize;
