package org.mcpoauth.starter.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sources of all modules, by the name of their class: which classes and methods are there. */
final class TestSources {
    private static final Set<String> OF_NOBODY = Set.of(".git", "node_modules");

    private final Map<String, List<Path>> files = new HashMap<>();

    /** Finds the sources below a folder, without those that a build made. */
    static TestSources below(Path root) throws IOException {
        TestSources sources = new TestSources();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return isOurs(folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.getFileName().toString();
                if (name.endsWith(".java")) {
                    sources.files
                            .computeIfAbsent(name.substring(0, name.length() - 5), key -> new ArrayList<>())
                            .add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    private static boolean isOurs(Path folder) {
        String name = folder.getFileName().toString();
        // a package may have that name too
        boolean isBuilt = name.equals("target") && Files.exists(folder.resolveSibling("pom.xml"));
        return !isBuilt && !OF_NOBODY.contains(name);
    }

    /** Whether a class is there, and in it, or in what it extends, each nested class and method of the rest. */
    boolean have(String name) {
        String[] parts = name.split("\\.", -1);
        for (int i = 1; i < parts.length; i++) {
            if (!have(parts[0], parts[i])) {
                return false;
            }
        }
        return files.containsKey(parts[0]);
    }

    private boolean have(String type, String member) {
        String declared = Character.isUpperCase(member.charAt(0)) ? "\\b(class|interface|record) %s\\b" : "\\b%s\\(";
        Pattern itself = Pattern.compile(declared.formatted(member));
        Pattern parent = Pattern.compile("\\bclass %s(?:<[^>]*>)? extends (\\w+)".formatted(type));
        return files.getOrDefault(type, List.of()).stream()
                .map(TestSources::read)
                .anyMatch(text -> {
                    Matcher above = parent.matcher(text);
                    return itself.matcher(text).find() || (above.find() && have(above.group(1), member));
                });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
