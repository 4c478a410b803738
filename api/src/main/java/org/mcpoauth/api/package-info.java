/** The injectable client and the values every part of MCP authorization speaks in. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.api;
