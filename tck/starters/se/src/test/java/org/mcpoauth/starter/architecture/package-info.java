/** What may depend on what, and what production code never does: stated once, on the compiled classes. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.starter.architecture;
