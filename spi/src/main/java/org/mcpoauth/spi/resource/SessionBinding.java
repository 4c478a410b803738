package org.mcpoauth.spi.resource;

/** How sessions are bound to principals. */
public enum SessionBinding {
    /** A session answers its owner only. */
    ENFORCE,
    /** The same, and principals with a missing part are refused. */
    STRICT,
    /** A mismatch is logged only. Weakens security. */
    DANGEROUS_LOG,
    /** Sessions are not bound. Weakens security. */
    DANGEROUS_OFF
}
