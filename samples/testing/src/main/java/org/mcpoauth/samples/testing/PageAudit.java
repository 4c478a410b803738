package org.mcpoauth.samples.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Looks at a page as people do who see little, use the keyboard alone or hold a phone; and takes its picture. */
public final class PageAudit {
    private static final String TARGETS = "[...document.querySelectorAll('input:not([type=hidden]), button, a[href]')]";
    private static final String FOCUSED = TARGETS + ".indexOf(document.activeElement)";
    private static final String FOCUS_IS_SEEN = "(style => style.outlineStyle !== 'none' && "
            + "parseFloat(style.outlineWidth) >= 2)(getComputedStyle(document.activeElement))";

    private final Chromium browser;
    private final String language;
    private final Path pictures;

    /** Looks at pages in a language; the pictures go to a folder of this name below target/pages. */
    public PageAudit(Chromium browser, String language, String cell) throws IOException {
        this.browser = browser;
        this.language = language;
        this.pictures = Files.createDirectories(Path.of("target", "pages", cell));
    }

    /** Checks the page that the browser shows, and leaves the focus where it was. */
    public void check(String name) throws Exception {
        browser.screenshot(pictures.resolve(name + ".png"));
        assertEquals("", browser.evaluate(script()), name);
        assertEquals(language, browser.evaluate("document.documentElement.lang"), name);
        assertKeyboard(name);
        assertEquals(List.of(), browser.complaints(), name);
    }

    /** WCAG 2.2, 2.1.1, 2.4.3 and 2.4.7: the keyboard gets everywhere, in the order of the page, and shows where. */
    private void assertKeyboard(String name) throws Exception {
        int before = Integer.parseInt(browser.evaluate(FOCUSED));
        int targets = Integer.parseInt(browser.evaluate(TARGETS + ".length"));
        for (int i = 0; i < targets; i++) {
            if (i == 0) {
                browser.evaluate(TARGETS + "[0].focus({focusVisible: true})");
            } else {
                browser.press(Chromium.Key.TAB);
            }
            assertEquals(Integer.toString(i), browser.evaluate(FOCUSED), name + ": order of the keyboard");
            assertEquals("true", browser.evaluate(FOCUS_IS_SEEN), name + ": the focus is not seen");
        }
        if (before >= 0) {
            browser.evaluate(TARGETS + "[" + before + "].focus()");
        }
    }

    /** Checks that a person can read these words. */
    public void assertShows(String... words) throws Exception {
        String text = browser.evaluate("document.body.innerText");
        for (String each : words) {
            assertTrue(text.contains(each), () -> each + " is not in " + text);
        }
    }

    private static String script() throws IOException {
        try (InputStream script = Objects.requireNonNull(PageAudit.class.getResourceAsStream("page-audit.js"))) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return text.substring(text.indexOf("(()"));
        }
    }
}
