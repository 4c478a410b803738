/** The failures of this library: the type says who must act, the code is stable and says what happened. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.api.error;
