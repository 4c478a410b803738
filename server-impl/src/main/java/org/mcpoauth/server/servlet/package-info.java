/** The binding of guard and endpoints to Jakarta Servlet 6.0. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.servlet;
