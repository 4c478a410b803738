/** The binding of guard and endpoints to Jakarta REST 3.1. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.rest;
