package org.mcpoauth.samples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowTest {
    private static final List<String> STEPS = List.of(
            "A request without a token is challenged",
            "The protected resource names its authorization server",
            "The authorization server describes itself",
            "The client registers itself",
            "Alice authorizes the client",
            "The code becomes a token",
            "Revocation ends the grant",
            "The same with McpOAuthClient",
            "A tool needs another scope",
            "The token has ended",
            "Bob tries Alice's session",
            "Alice logs out",
            "Done");

    @Test
    void theWholeFlowRunsAndTellsEachStep() throws Exception {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        try (QuickstartServer server = QuickstartServer.start(0)) {
            PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
            new Flow(server.mcpUrl(), new Narrator(out, true, false)).run();
        }
        String text = told.toString(StandardCharsets.UTF_8);
        STEPS.forEach(step -> assertTrue(text.contains(step), step));
        assertFalse(text.contains("alice-pw"), "a password was printed");
        assertFalse(text.contains("eyJ"), "a token was printed");
    }

    @Test
    void aFormIsReadAsAPersonWouldSeeIt() {
        HtmlForm form = HtmlForm.first("<p>x</p><form method=\"post\" action=\"/login\">"
                + "<input type=\"hidden\" name=\"csrf\" value=\"a&amp;b\"><input name=\"username\" type=\"text\">"
                + "<input name=\"password\" type=\"password\"></form>");
        assertEquals("/login", form.action());
        assertEquals(Map.of("csrf", "a&b"), form.hidden());
        assertTrue(form.has("password"));
    }
}
