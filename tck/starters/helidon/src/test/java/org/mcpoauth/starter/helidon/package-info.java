/** The application of the TCK as a program of Helidon MP. */
@NullMarked
package org.mcpoauth.starter.helidon;

import org.jspecify.annotations.NullMarked;
