/** Requests to the endpoints of an authorization server. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.grant;
