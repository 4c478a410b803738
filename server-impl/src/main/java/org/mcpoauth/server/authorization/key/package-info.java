/** The keys an authorization server signs and verifies with. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.key;
