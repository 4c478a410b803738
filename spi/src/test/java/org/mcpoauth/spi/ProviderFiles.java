package org.mcpoauth.spi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A class loader that adds provider files, and classes of its own, to those of its parent. */
final class ProviderFiles extends ClassLoader {
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> own;

    /**
     * A loader below another one.
     *
     * @param parent who loads everything else
     * @param own the names of classes that are defined here again, from the bytes the parent has
     */
    ProviderFiles(ClassLoader parent, String... own) {
        super(parent);
        this.own = List.of(own);
    }

    ProviderFiles with(Class<?> service, String... providers) {
        files.put("META-INF/services/" + service.getName(), String.join("\n", providers));
        return this;
    }

    /** Runs with this as the context class loader. */
    void run(Runnable work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return own.contains(name) ? (loaded == null ? define(name) : loaded) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = "/" + name.replace('.', '/') + ".class";
        try (InputStream in = ProviderFiles.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        String text = files.get(name);
        return text == null ? super.getResources(name) : Collections.enumeration(List.of(url(name, text)));
    }

    private static URL url(String name, String text) throws MalformedURLException {
        return new URL(URI.create("memory:/").getScheme(), null, -1, "/" + name, new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {}

                    @Override
                    public InputStream getInputStream() {
                        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
                    }
                };
            }
        });
    }
}
