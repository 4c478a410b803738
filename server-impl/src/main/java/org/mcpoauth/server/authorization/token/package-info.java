/** What can be done with tokens afterwards: revocation and introspection. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.token;
