/** The application of the TCK as a program of plain Java SE. */
@NullMarked
package org.mcpoauth.starter.weld;

import org.jspecify.annotations.NullMarked;
