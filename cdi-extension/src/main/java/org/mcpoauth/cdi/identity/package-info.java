/**
 * The caller of the current request as beans: the accepted token, its principal and, where MicroProfile JWT
 * is not active by itself, the types of its API. Public for the container alone.
 */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.cdi.identity;
