package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jars of this library an application has twice. */
class RepeatedJarsTest {
    private static final String MARK = "org/mcpoauth/server/rest/McpOAuthFeature.class";

    @TempDir
    Path folder;

    @Test
    void oneOfEachIsFine() throws IOException {
        assertEquals(List.of(), problems(jar("one"), folder.resolve("empty")));
    }

    @Test
    void bothPlacesOfARepeatedJarAreNamed() throws IOException {
        List<String> problems = problems(jar("one"), jar("two"));

        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains("/one/") && problems.get(0).contains("/two/"), problems.toString());
    }

    @Test
    void onePlaceThatIsListedTwiceIsOneJar() throws IOException {
        assertEquals(List.of(), problems(jar("one"), jar("one")));
    }

    private Path jar(String name) throws IOException {
        Path mark = folder.resolve(name).resolve(MARK);
        Files.createDirectories(mark.getParent());
        Files.write(mark, new byte[] {1});
        return folder.resolve(name);
    }

    private static List<String> problems(Path... jars) throws IOException {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            return RepeatedJars.problems(loader);
        }
    }
}
