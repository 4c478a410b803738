/** What all parts of the suite share: the link between tests and assertions, the clock. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.tck;
