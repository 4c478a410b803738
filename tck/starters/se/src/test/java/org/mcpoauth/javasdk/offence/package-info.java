/** Code that stands where it must not, to show that the architecture test notices. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.javasdk.offence;
