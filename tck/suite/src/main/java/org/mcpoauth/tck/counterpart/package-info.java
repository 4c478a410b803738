/** Servers that misbehave as a script tells them, and remember what clients sent them. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.tck.counterpart;
