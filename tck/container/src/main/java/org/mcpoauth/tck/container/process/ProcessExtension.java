package org.mcpoauth.tck.container.process;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Makes Arquillian use {@link ProcessContainer}; a starter that wants it names this class in its service file. */
public final class ProcessExtension implements LoadableExtension {
    /** For Arquillian. */
    public ProcessExtension() {}

    @Override
    public void register(ExtensionBuilder builder) {
        builder.service(DeployableContainer.class, ProcessContainer.class);
    }
}
