/** The client registration endpoint and the rules for what may be registered. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.register;
