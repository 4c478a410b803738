/** The ready provider: clients, grants and JWT access tokens on a state store. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.ready;
