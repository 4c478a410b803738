package org.mcpoauth.tck.container.process;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.shrinkwrap.api.Archive;
import org.jspecify.annotations.Nullable;

/**
 * Runs a WAR as a program: its classes and jars with those of a runtime on one class path, which sees nothing of the tests
 * but the JDK. For runtimes without WARs the context path is the name of the archive.
 */
public final class ProcessContainer implements DeployableContainer<ProcessConfiguration> {
    private final Map<String, Program> running = new HashMap<>();
    private @Nullable ProcessConfiguration configuration;

    /** For Arquillian. */
    public ProcessContainer() {}

    @Override
    public Class<ProcessConfiguration> getConfigurationClass() {
        return ProcessConfiguration.class;
    }

    @Override
    public void setup(ProcessConfiguration read) {
        configuration = read;
    }

    /** Tests are clients: nothing of them is sent to the application. */
    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Local");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        try {
            running.put(archive.getName(), Program.start(archive, Objects.requireNonNull(configuration)));
            return new ProtocolMetaData();
        } catch (Exception e) {
            throw new DeploymentException(archive.getName() + " does not start", e);
        }
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        Program program = running.remove(archive.getName());
        if (program == null) {
            return;
        }
        try {
            program.close();
        } catch (IOException e) {
            throw new DeploymentException(archive.getName() + " does not end", e);
        }
    }
}
