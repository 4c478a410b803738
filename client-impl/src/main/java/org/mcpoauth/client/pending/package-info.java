/** Authorization requests that wait for a browser to come back. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.pending;
