/** JSON-RPC messages of MCP as the guard sees them: what they ask for, and how an answer is changed. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.message;
