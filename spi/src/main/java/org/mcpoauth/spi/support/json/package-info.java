/** Strict reading and writing of JSON over JSON-P factories that are made once. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.json;
