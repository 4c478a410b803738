/** What goes upstream from a guarded server. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.starter.upstream;
