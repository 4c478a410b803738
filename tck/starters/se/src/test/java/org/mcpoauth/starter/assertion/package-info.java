/** Our client at our authorization server, with what identity providers and platforms have signed. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.starter.assertion;
