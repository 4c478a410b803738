/** The client of one MCP server, from a stored token to the call. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.resource;
