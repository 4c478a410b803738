/** The stores in the box, held against the contracts of the suite. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.starter.store;
