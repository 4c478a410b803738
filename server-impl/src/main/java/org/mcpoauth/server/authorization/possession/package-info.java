/** How requests to the endpoints prove the possession of keys. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.possession;
