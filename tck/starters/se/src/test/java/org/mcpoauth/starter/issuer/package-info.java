/** Authorization servers of several nodes: processes of their own on one PostgreSQL, or nodes of one process. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.starter.issuer;
