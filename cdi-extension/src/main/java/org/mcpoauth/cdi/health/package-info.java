/**
 * Whether the application can serve now, for MicroProfile Health. Types are public for the container alone, which makes
 * them by reflection.
 */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.cdi.health;
