/**
 * How endpoints are served by Jakarta Servlet and Jakarta REST. Each class needs the API of its own side only, and
 * none is loaded where that API is missing.
 */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.binding;
