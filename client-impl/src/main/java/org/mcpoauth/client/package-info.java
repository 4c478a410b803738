/** The factory of clients and what all protocol steps share. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client;
