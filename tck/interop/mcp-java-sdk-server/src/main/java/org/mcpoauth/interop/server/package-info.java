/** The server of the MCP Java SDK, protected by the servlet filter: notes of whoever calls. */
@NullMarked
package org.mcpoauth.interop.server;

import org.jspecify.annotations.NullMarked;
