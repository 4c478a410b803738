/** What is told of a refusal, and to whom. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.starter.refusal;
