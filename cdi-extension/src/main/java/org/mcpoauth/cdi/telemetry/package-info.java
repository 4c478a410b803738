/** Counters, timers and spans through the OpenTelemetry API, where the runtime has it. */
@org.jspecify.annotations.NullMarked
package org.mcpoauth.cdi.telemetry;
