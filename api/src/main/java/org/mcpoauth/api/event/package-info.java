/** What happened at a protected resource, for audit: who was refused and why, and what was bound to whom. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.api.event;
