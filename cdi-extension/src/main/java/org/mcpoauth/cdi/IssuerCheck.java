package org.mcpoauth.cdi;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mcpoauth.cdi.config.FullKeys;
import org.mcpoauth.cdi.config.ObservationSettings.StartupCheck;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;
import org.mcpoauth.spi.server.AuthorizationServer;

/**
 * Looks at the protected resources and their issuers once, when they have been made.
 *
 * @param runtime looks
 * @param resources their configurations by their names
 * @param server that of this application, which does not serve yet
 */
record IssuerCheck(
        McpOAuthRuntime runtime,
        Map<String, ResourceServerConfiguration> resources,
        Optional<AuthorizationServer> server) {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");

    /** Looks before the start may go on only if that may end it. */
    void run(StartupCheck mode) {
        CheckReport report = new CheckReport(mode);
        switch (mode) {
            case OFF -> {}
            case WARN -> runtime.services().executor().execute(behindTheStart(report));
            case FAIL -> report.tell(findings());
        }
    }

    /** With the class loader of the application, by which JSON is found. */
    private Runnable behindTheStart(CheckReport report) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return () -> {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                report.tell(findings());
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "MCPO4688 the look at the configuration failed", e);
            } finally {
                thread.setContextClassLoader(before);
            }
        };
    }

    private List<Finding> findings() {
        return resources.entrySet().stream()
                .flatMap(resource -> findings(resource.getValue()).stream()
                        .map(finding -> CheckReport.prefixed(FullKeys.ofResource(resource.getKey()), finding)))
                .toList();
    }

    private List<Finding> findings(ResourceServerConfiguration resource) {
        return server.map(here -> runtime.check(resource, here)).orElseGet(() -> runtime.check(resource));
    }
}
