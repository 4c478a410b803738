/** The protocol steps of an OAuth client: discovery, registration, grants, and what goes in and comes out of them. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.api.client;
