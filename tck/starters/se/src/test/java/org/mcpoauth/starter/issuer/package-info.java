/** Authorization servers that are operating-system processes of their own, on one PostgreSQL. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.starter.issuer;
