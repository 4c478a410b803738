/**
 * What the tests of the adapters for MCP clients of others have opposite: the sample MCP server behind the
 * guard, with tokens of our authorization server, over HTTP.
 */
@NullMarked
package org.mcpoauth.guarded;

import org.jspecify.annotations.NullMarked;
