/** Reading and writing of {@code WWW-Authenticate} (RFC 9110, section 11.6.1); no other place does either. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.api.challenge;
