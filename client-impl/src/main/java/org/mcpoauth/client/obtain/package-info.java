/** The ways to new tokens, one class per grant. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.obtain;
