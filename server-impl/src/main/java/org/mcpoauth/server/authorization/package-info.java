/** The authorization server: endpoints around a provider, put together from a configuration. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization;
