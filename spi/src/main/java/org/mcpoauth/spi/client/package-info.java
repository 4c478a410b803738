/**
 * What a client leaves to its application: the browser, the choice of an authorization server, the gate
 * before a step-up, and what identifies users and workloads to others.
 */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.spi.client;
