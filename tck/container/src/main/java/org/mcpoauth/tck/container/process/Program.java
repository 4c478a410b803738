package org.mcpoauth.tck.container.process;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;

/** A WAR that runs: its files, its classes, and what ends it. */
final class Program implements Closeable {
    private final Path folder;
    private final URLClassLoader loader;
    private final AutoCloseable application;

    private Program(Path folder, URLClassLoader loader, AutoCloseable application) {
        this.folder = folder;
        this.loader = loader;
        this.application = application;
    }

    static Program start(Archive<?> archive, ProcessConfiguration configuration) throws Exception {
        Path folder = Files.createTempDirectory("program");
        URLClassLoader loader = loader(unpack(archive, folder), configuration);
        try {
            String context = "/" + archive.getName().replace(".war", "");
            return new Program(folder, loader, within(loader, () -> launch(loader, configuration, context)));
        } catch (Exception | LinkageError e) {
            loader.close();
            delete(folder);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (URLClassLoader last = loader) {
            within(last, () -> {
                application.close();
                return last;
            });
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            delete(folder);
        }
    }

    private static Path unpack(Archive<?> archive, Path folder) throws IOException {
        archive.as(ExplodedExporter.class).exportExploded(folder.toFile(), "application");
        Path web = folder.resolve("application").resolve("WEB-INF");
        Path beans = web.resolve("beans.xml");
        if (Files.exists(beans)) {
            // where a class path has it
            Files.copy(beans, web.resolve("classes").resolve("META-INF").resolve("beans.xml"));
        }
        return web;
    }

    private static URLClassLoader loader(Path web, ProcessConfiguration configuration) throws IOException {
        List<URL> path = new ArrayList<>();
        addFolder(path, web.resolve("classes"));
        addFolder(path, web.resolve("lib"));
        for (String folder : configuration.getRuntime().split(File.pathSeparator, -1)) {
            addFolder(path, Path.of(folder));
        }
        return new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    /** The folder, or the jars in it. */
    private static void addFolder(List<URL> path, Path folder) throws IOException {
        List<Path> jars = jars(folder);
        for (Path element : jars.isEmpty() ? List.of(folder) : jars) {
            path.add(element.toUri().toURL());
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static AutoCloseable launch(ClassLoader loader, ProcessConfiguration configuration, String context)
            throws ReflectiveOperationException {
        Function<?, ?> launcher = loader.loadClass(configuration.getLauncher())
                .asSubclass(Function.class)
                .getConstructor()
                .newInstance();
        @SuppressWarnings("unchecked")
        Function<String, AutoCloseable> typed = (Function<String, AutoCloseable>) launcher;
        return typed.apply(context);
    }

    /** The threads that the application makes have its class loader, as those of a program do. */
    private static <T> T within(ClassLoader loader, Step<T> step) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            return step.run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    /** What is done with the class loader of the application. */
    private interface Step<T> {
        T run() throws Exception;
    }
}
