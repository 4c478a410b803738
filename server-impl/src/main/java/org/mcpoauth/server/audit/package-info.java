/** Tells auditors what happens. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.server.audit;
