/** Who a client is: lookup, metadata documents, authentication, redirect URIs. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.client;
