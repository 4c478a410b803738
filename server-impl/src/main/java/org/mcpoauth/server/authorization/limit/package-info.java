/** How often addresses may do what costs or guesses. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.limit;
