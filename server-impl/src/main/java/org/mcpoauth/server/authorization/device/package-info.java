/** Devices that users authorize elsewhere (RFC 8628): codes, their state, and the endpoint that gives them out. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.device;
