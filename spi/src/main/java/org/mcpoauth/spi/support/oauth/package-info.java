/** What every role needs that calls an authorization server: its metadata, and client authentication. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.support.oauth;
