/** What users agreed to, and when they are asked. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.consent;
