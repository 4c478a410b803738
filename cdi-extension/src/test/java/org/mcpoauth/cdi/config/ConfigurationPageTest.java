package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page says what the table says. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("docs", "configuration.md");
    private static final String WRITE = "configuration.page";

    @Test
    void thePageIsThatOfTheTable() throws IOException {
        String expected = ConfigurationPage.text();
        if ("write".equals(System.getProperty(WRITE))) {
            Files.createDirectories(PAGE.toAbsolutePath().getParent());
            Files.writeString(PAGE, expected);
        }
        assertEquals(
                expected,
                Files.readString(PAGE),
                "write it again: mvn -pl cdi-extension -am test -Dtest=ConfigurationPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=write");
    }
}
