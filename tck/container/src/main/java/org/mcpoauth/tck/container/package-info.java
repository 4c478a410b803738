/** What a web application with this library has to do on every runtime, over HTTP, and the application itself. */
@NullMarked
package org.mcpoauth.tck.container;

import org.jspecify.annotations.NullMarked;
