/** What an authorization server leaves to its application: who the user is, and what may be granted. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.server;
