package org.mcpoauth.cdi;

/** Whether Jakarta Security is there. Loads none of its types itself, so that it works where they are not. */
final class JakartaSecurity {
    private static final String STORE = "jakarta.security.enterprise.identitystore.IdentityStore";
    /** The name of what asks all identity stores. */
    static final String HANDLER = "jakarta.security.enterprise.identitystore.IdentityStoreHandler";

    private JakartaSecurity() {}

    /** Whether its types can be loaded. */
    static boolean isPresent() {
        try {
            Class.forName(STORE, false, JakartaSecurity.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }
}
