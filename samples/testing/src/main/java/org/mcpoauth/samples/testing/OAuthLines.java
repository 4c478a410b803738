package org.mcpoauth.samples.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many lines of a sample concern OAuth: those that name a type of this library, and all of the classes that are
 * about nothing else. Neither blank lines nor comments, {@code package} and {@code import} count.
 */
public final class OAuthLines {
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);
    private static final Pattern IMPORT =
            Pattern.compile("import org\\.mcpoauth\\.(?!samples)[a-z.]+[\\w.]*\\.(\\w+);");

    private OAuthLines() {}

    /**
     * Counts.
     *
     * @param sources the folder of the sources
     * @param whole the simple names of the classes that are about nothing else
     */
    public static long in(Path sources, Set<String> whole) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .mapToLong(file -> count(file, whole))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(Path file, Set<String> whole) {
        boolean all = whole.contains(file.getFileName().toString().replace(".java", ""));
        return all ? count(read(file), line -> true) : count(read(file));
    }

    /** Those of one source that name a type of this library. */
    static long count(String source) {
        List<String> types =
                IMPORT.matcher(source).results().map(match -> match.group(1)).toList();
        if (types.isEmpty()) {
            return 0;
        }
        Predicate<String> names = Pattern.compile(
                        types.stream().map(Pattern::quote).collect(Collectors.joining("|", "\\b(?:", ")\\b")))
                .asPredicate();
        return count(source, names);
    }

    private static long count(String source, Predicate<String> concernsOAuth) {
        return Arrays.stream(COMMENT.matcher(source).replaceAll("").split("\n", -1))
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("package ") && !line.startsWith("import "))
                .filter(concernsOAuth)
                .count();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
