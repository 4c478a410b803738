/** Endpoints without a framework: Servlet and Jakarta REST bindings turn requests into these types and back. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.endpoint;
