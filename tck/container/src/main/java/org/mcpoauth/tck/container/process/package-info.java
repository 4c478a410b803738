/** Runtimes without a server of their own: an application runs in the JVM of its tests, as an adapter of Arquillian. */
@NullMarked
package org.mcpoauth.tck.container.process;

import org.jspecify.annotations.NullMarked;
