/** Tells auditors what happens to clients. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.client.audit;
