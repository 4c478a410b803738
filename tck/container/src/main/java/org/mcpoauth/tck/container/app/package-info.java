/** A web application with all roles at once: authorization server, protected resource, and clients of both. */
@NullMarked
package org.mcpoauth.tck.container.app;

import org.jspecify.annotations.NullMarked;
