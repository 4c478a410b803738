package org.mcpoauth.samples.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OAuthLinesTest {
    private static final String SOURCE = """
        package org.example;

        import org.mcpoauth.api.Scopes;
        import org.mcpoauth.samples.mcp.Tool;

        /** Scopes in a comment. */
        class Example {
            // Scopes in a comment
            private final Scopes scopes = Scopes.NONE;
            private final ScopesElsewhere other;
            /*
             * Scopes
             */
            private final Tool tool;
        }
        """;

    @Test
    void aLineThatNamesATypeOfTheLibraryCounts() {
        assertEquals(1, OAuthLines.count(SOURCE));
    }

    @Test
    void aSourceThatKnowsNothingOfTheLibraryDoesNotCount() {
        assertEquals(0, OAuthLines.count("import org.mcpoauth.samples.mcp.Tool;\nclass Example {}\n"));
    }

    @Test
    void ofAClassThatIsAboutNothingElseAllLinesCount(@TempDir Path sources) throws IOException {
        Files.writeString(sources.resolve("Example.java"), SOURCE);

        assertEquals(1, OAuthLines.in(sources, Set.of()));
        assertEquals(5, OAuthLines.in(sources, Set.of("Example")));
    }
}
