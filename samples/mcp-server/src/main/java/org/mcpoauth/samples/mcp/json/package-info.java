/** JSON text in and out, with the factories of JSON-P made once. */
@NullMarked
package org.mcpoauth.samples.mcp.json;

import org.jspecify.annotations.NullMarked;
