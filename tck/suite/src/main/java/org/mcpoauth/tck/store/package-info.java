/** The contract of {@link org.mcpoauth.spi.store.StateStore} as tests that a vendor's class inherits. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.tck.store;
