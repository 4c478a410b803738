package org.mcpoauth.cdi.health;

/** Whether MicroProfile Health is there. Loads none of its types itself, so that it works where they are not. */
public final class MicroProfileHealth {
    private static final String CHECK = "org.eclipse.microprofile.health.HealthCheck";

    private MicroProfileHealth() {}

    /** Whether its types can be loaded. */
    public static boolean isPresent() {
        try {
            Class.forName(CHECK, false, MicroProfileHealth.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
