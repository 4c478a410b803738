package org.mcpoauth.tck.container.process;

import org.jboss.arquillian.container.spi.ConfigurationException;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jspecify.annotations.Nullable;

/** What {@code arquillian.xml} says of a runtime. */
public final class ProcessConfiguration implements ContainerConfiguration {
    private @Nullable String launcher;
    private @Nullable String runtime;

    /** For Arquillian. */
    public ProcessConfiguration() {}

    /**
     * The class that starts an application: a {@code Function} that takes its context path and gives what ends it. It has
     * a public constructor without parameters.
     *
     * @return the name of the class
     */
    public String getLauncher() {
        return required(launcher, "launcher");
    }

    /**
     * Sets the class that starts an application.
     *
     * @param name the name of the class
     */
    public void setLauncher(String name) {
        launcher = name;
    }

    /**
     * The class path of the runtime and of the launcher.
     *
     * @return folders of classes and folders of jars, separated as paths are
     */
    public String getRuntime() {
        return required(runtime, "runtime");
    }

    /**
     * Sets the class path of the runtime.
     *
     * @param folders folders of classes and folders of jars, separated as paths are
     */
    public void setRuntime(String folders) {
        runtime = folders;
    }

    @Override
    public void validate() {
        getLauncher();
        getRuntime();
    }

    private static String required(@Nullable String value, String name) {
        if (value == null) {
            throw new ConfigurationException(name + ": is missing");
        }
        return value;
    }
}
