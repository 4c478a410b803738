package org.mcpoauth.cdi.telemetry;

/** Whether the OpenTelemetry API is there. Loads none of its types itself, so that it works where they are not. */
final class OpenTelemetryApi {
    private static final String API = "io.opentelemetry.api.OpenTelemetry";

    private OpenTelemetryApi() {}

    /** Whether its types can be loaded. */
    static boolean isPresent() {
        try {
            Class.forName(API, false, OpenTelemetryApi.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
