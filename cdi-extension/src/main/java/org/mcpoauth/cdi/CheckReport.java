package org.mcpoauth.cdi;

import java.lang.System.Logger.Level;
import java.util.List;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.cdi.config.ObservationSettings.StartupCheck;
import org.mcpoauth.spi.check.Finding;

/**
 * What becomes of that which a look at the configuration finds.
 *
 * @param mode as configured
 */
record CheckReport(StartupCheck mode) {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");

    /**
     * Tells findings, each with its key as it is written.
     *
     * @throws ConfigurationException with all of them, if they are to end the start
     */
    void tell(List<Finding> findings) {
        switch (mode) {
            case OFF -> {}
            case WARN -> log(findings);
            case FAIL -> requireNone(findings);
        }
    }

    /** Tells findings that something in front of the application may make right, so that they never end the start. */
    void mention(List<Finding> findings) {
        if (mode != StartupCheck.OFF) {
            log(findings);
        }
    }

    private static void log(List<Finding> findings) {
        findings.forEach(finding -> LOG.log(Level.WARNING, finding::toString));
    }

    /** A finding with the key as the deployer writes it. */
    static Finding prefixed(String prefix, Finding finding) {
        return new Finding(finding.id(), prefix + finding.key(), finding.text());
    }

    private static void requireNone(List<Finding> findings) {
        if (!findings.isEmpty()) {
            List<String> sentences = findings.stream().map(Finding::toString).toList();
            throw new ConfigurationException(
                    "mcp.oauth.startup-check", "is fail, and this was found:\n" + String.join("\n", sentences));
        }
    }
}
