/**
 * What happened at a protected resource or an authorization server, for audit: who was refused and why, what was
 * bound to whom, what was issued, revoked and registered.
 */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.api.event;
