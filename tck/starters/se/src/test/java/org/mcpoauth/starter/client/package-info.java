/** Clients in processes of their own that share their tokens. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.starter.client;
