package org.mcpoauth.cdi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Loads the classes of the extension anew, as for an application that does not see some packages. On the class path only:
 * a named module does not let its classes be loaded anew.
 */
public final class LoaderWithout extends ClassLoader {
    private final String hidden;

    /**
     * Hides packages.
     *
     * @param hidden how the names of their classes begin
     */
    public LoaderWithout(String hidden) {
        super(LoaderWithout.class.getClassLoader());
        this.hidden = hidden;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(hidden)) {
            throw new ClassNotFoundException(name);
        }
        Class<?> known = findLoadedClass(name);
        boolean isOurs = known == null && name.startsWith("org.mcpoauth.cdi.");
        return known != null ? known : isOurs ? anew(name) : super.loadClass(name, resolve);
    }

    private Class<?> anew(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
