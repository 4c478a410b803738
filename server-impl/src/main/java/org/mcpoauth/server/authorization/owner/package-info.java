/** Users as text, as stores keep them and tokens tell of them. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.owner;
