package org.mcpoauth.cdi;

/** Whether there are servlets. Loads none of their types itself, so that it works where they are not. */
final class ServletTypes {
    private static final String CONTEXT = "jakarta.servlet.ServletContext";

    private ServletTypes() {}

    /** Whether their types can be loaded. */
    static boolean arePresent() {
        return isSeen(CONTEXT, ServletTypes.class.getClassLoader());
    }

    /** Whether a class loader sees a class. */
    static boolean isSeen(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
