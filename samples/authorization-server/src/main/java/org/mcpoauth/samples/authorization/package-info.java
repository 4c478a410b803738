/** The users of the sample authorization server: all that it has to say itself. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.samples.authorization;
