/** Serves the endpoints of clients in servlet containers. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.servlet;
