/** A protected MCP server, its authorization server and a client in one JVM, told step by step. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.samples.quickstart;
