package org.mcpoauth.tck.container.foreign;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Of the application, and does nothing. */
public class OtherInitializer implements ServletContainerInitializer {
    /** For the container. */
    public OtherInitializer() {}

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        context.setAttribute(OtherInitializer.class.getName(), true);
    }
}
