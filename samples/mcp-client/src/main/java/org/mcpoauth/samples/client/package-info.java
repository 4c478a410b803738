/** A web application that uses two protected MCP servers for whoever sits at the browser. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.samples.client;
