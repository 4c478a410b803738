/** What a client of MCP servers keeps, whoever made it and whatever its peers do. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.tck.client;
