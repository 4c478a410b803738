package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.server.SigningKeyOrigin;

class SigningKeySettingsTest {
    @TempDir
    private Path folder;

    @Test
    void keysAreGeneratedUnlessAnOriginIsNamed() {
        assertEquals(new SigningKeyOrigin.Generated(Duration.ofDays(90)), read(Map.of()));
        assertEquals(new SigningKeyOrigin.Generated(Duration.ofDays(7)), read(Map.of("key-rotation", "P7D")));
    }

    @Test
    void keysMayBeTextsFilesAndStores() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "pw\n");

        assertEquals(new SigningKeyOrigin.Text(Secret.of("pem")), read(Map.of("signing-keys", "pem")));
        assertEquals(new SigningKeyOrigin.KeyFile(Path.of("/k.pem")), read(Map.of("signing-keys-file", "/k.pem")));
        SigningKeyOrigin opened =
                read(Map.of("signing-key-store", "/k.p12", "signing-key-store-password-file", password.toString()));
        assertEquals(
                Secret.of("pw"),
                assertInstanceOf(SigningKeyOrigin.KeyStoreFile.class, opened)
                        .password()
                        .current());
        assertEquals(
                new SigningKeyOrigin.KeyStoreFile(Path.of("/k.p12"), Secret.of("pw"), "now"),
                read(Map.of(
                        "signing-key-store", "/k.p12",
                        "signing-key-store-password", "pw",
                        "signing-key-store-alias", "now")));
    }

    @Test
    void anOriginStandsAlone() {
        assertEquals(
                List.of("mcp.oauth.as.signing-keys: stand alone: one of signing-keys, signing-keys-file,"
                        + " signing-keys-alias, signing-key-store and key-rotation"),
                problems(Map.of("signing-keys", "pem", "signing-keys-file", "/k.pem")));
    }

    @Test
    void aStoreNeedsItsPassword() {
        List<String> problems = problems(Map.of("signing-key-store", "/k.p12"));
        assertTrue(problems.get(0).startsWith("mcp.oauth.as.signing-key-store-password: is missing"));
    }

    @Test
    void aTurnIsAnHourOrLonger() {
        assertEquals(
                List.of("mcp.oauth.as.key-rotation: is one hour or longer"), problems(Map.of("key-rotation", "PT59M")));
    }

    private static List<String> problems(Map<String, String> keys) {
        return Keys.problems(() -> read(keys));
    }

    private static SigningKeyOrigin read(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.forEach((key, value) -> all.put("mcp.oauth.as." + key, value));
        return AuthorizationServerConfigurations.read(Keys.config(all)).tokens().keys();
    }
}
