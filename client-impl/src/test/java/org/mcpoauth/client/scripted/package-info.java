/** An authorization server and an MCP server on loopback that do as a test tells them. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.scripted;
