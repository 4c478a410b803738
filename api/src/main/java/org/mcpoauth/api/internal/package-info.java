/** What the API packages share and nobody else sees. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.api.internal;
