package org.mcpoauth.starter.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests that the pages of proofs name are there: a name that leads nowhere proves nothing. */
class ProofPagesTest {
    private static final Path ROOT = Path.of("..", "..", "..");
    private static final Pattern TEST = Pattern.compile("[A-Z]\\w*(Test|IT|Contract)(\\.\\w+)*");
    private static final Pattern METHOD = Pattern.compile("[a-z]\\w*");

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("tck/docs"))) {
            return files.filter(file -> file.toString().endsWith(".md")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyTestOfThePageIsThere(Path page) throws IOException {
        TestSources sources = TestSources.below(ROOT);

        assertEquals(
                List.of(),
                tests(Files.readAllLines(page)).stream()
                        .filter(test -> !sources.have(test))
                        .toList());
    }

    @Test
    void namesAreReadAsThePagesWriteThem() {
        assertEquals(
                List.of("OneTest.a", "OneTest.b", "TwoTest.Inner", "TwoTest.c", "TwoTest.d", "ThreeIT"),
                tests(List.of(
                        "| rule | `text` | `OneTest.a`, `.b`; `TwoTest.Inner`: `c`, `d`; `word`; `ThreeIT` (spi) |",
                        "no row: `FourTest`",
                        "## Not proven",
                        "| rule | RFC | Missing: `FiveTest.e` |")));
    }

    @Test
    void whatIsNotThereIsNoticed() throws IOException {
        TestSources sources = TestSources.below(ROOT.resolve("tck/starters/se"));

        assertTrue(sources.have("ProofPagesTest.whatIsNotThereIsNoticed"));
        for (String other : List.of("NoSuchTest", "ProofPagesTest.noSuchMethod", "ProofPagesTest.NoSuchClass")) {
            assertFalse(sources.have(other), other);
        }
    }

    /** What stands between accents in the rows of a page, up to what it says is not proven. */
    private static List<String> tests(List<String> page) {
        List<String> tests = new ArrayList<>();
        page.stream()
                .takeWhile(line -> !line.equals("## Not proven"))
                .filter(line -> line.startsWith("| "))
                .forEach(line -> addTests(tests, line.split("`", -1)));
        return tests;
    }

    private static void addTests(List<String> tests, String... parts) {
        String type = "";
        boolean isList = false;
        for (int i = 1; i + 1 < parts.length; i += 2) {
            String name = parts[i].startsWith(".") ? type + parts[i] : parts[i];
            boolean isListed = isList && METHOD.matcher(name).matches();
            if (isListed) {
                name = type + "." + name;
            }
            boolean isTest = TEST.matcher(name).matches();
            if (isTest) {
                type = name.replaceFirst("\\..*", "");
                tests.add(name);
            }
            // the methods of a nested class stand behind a colon
            isList = isTest && (parts[i + 1].startsWith(": ") || (isListed && parts[i + 1].equals(", ")));
        }
    }
}
