/** The MCP Java SDK with the tokens of an {@link org.mcpoauth.api.McpOAuthClient}. */
@NullMarked
package org.mcpoauth.javasdk;

import org.jspecify.annotations.NullMarked;
