/** The pages people see: login, consent, error. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.authorization.page;
