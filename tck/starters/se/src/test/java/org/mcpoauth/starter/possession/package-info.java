/** Our client at our resource server, with tokens that are bound to a key. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.starter.possession;
