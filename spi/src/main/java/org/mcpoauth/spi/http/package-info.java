/** How OAuth requests leave this process, and which URLs they may go to. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.http;
