/** Calls with the Jakarta REST client. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.rest;
