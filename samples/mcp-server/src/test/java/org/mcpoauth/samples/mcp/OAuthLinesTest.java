package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mcpoauth.samples.testing.OAuthLines;

class OAuthLinesTest {
    @Test
    void theReadmeTellsHowManyLinesConcernOAuth() throws Exception {
        long lines = OAuthLines.in(Path.of("src/main/java"), Set.of("ToolScopes"));

        assertTrue(lines <= 60, lines + " lines");
        assertTrue(Files.readString(Path.of("README.md")).contains("**" + lines + " lines**"), lines + " lines");
    }
}
