/** The table of configuration keys, and the only readers of them. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.cdi.config;
