/** The tools of the sample server: what an application would write itself. */
@NullMarked
package org.mcpoauth.samples.mcp.tool;

import org.jspecify.annotations.NullMarked;
