/** What this library serves, for MicroProfile OpenAPI. Loaded only by a runtime that has it. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.cdi.openapi;
