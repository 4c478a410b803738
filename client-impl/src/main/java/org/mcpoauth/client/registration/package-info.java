/** The ways to a client identifier. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.registration;
