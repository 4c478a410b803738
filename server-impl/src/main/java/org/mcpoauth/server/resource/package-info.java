/** The guard of a protected resource, its metadata, and what binds sessions and states to principals. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.resource;
