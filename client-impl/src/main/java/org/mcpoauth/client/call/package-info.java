/** Calls of the application to an MCP server, sent with tokens and again after challenges. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.call;
