/** Several server instances, some of them operating-system processes of their own, on one store. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.starter.node;
