/** What is remembered of judged tokens: bounded, without their text, never beyond their end. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.token.cache;
