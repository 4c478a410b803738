/** A sample MCP server: Streamable HTTP of both protocol eras as one Jakarta REST resource. */
@NullMarked
package org.mcpoauth.samples.mcp;

import org.jspecify.annotations.NullMarked;
