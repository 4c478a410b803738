/** Tells auditors what happens, whatever becomes of them. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.audit;
