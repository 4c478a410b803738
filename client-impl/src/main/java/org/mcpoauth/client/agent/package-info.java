/**
 * Agents that take a user to the authorization server and bring back the redirect: one that listens on the user's
 * machine, and one for servers that need nobody to answer. What they bring back is judged by the client.
 */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.agent;
