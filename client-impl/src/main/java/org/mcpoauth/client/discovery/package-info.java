/** The search for metadata of resources and authorization servers. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.discovery;
