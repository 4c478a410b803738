package org.mcpoauth.samples.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void textNeverBecomesMarkup() {
        Html html = Html.of("<p title=\"{}\">{}</p>", "\" onclick='x'", "<script>&amp;");

        assertEquals("<p title=\"&quot; onclick=&#39;x&#39;\">&lt;script&gt;&amp;amp;</p>", html.markup());
    }

    @Test
    void markupStaysMarkup() {
        Html item = Html.of("<li>{}</li>", "1 < 2");

        assertEquals(
                "<ul><li>1 &lt; 2</li><li>1 &lt; 2</li></ul>",
                Html.of("<ul>{}</ul>", Html.join(List.of(item, item))).markup());
    }

    /** A value that looks like a place is no place. */
    @Test
    void aPlaceIsFilledOnce() {
        assertEquals(
                "<b>{}</b><i>x</i>", Html.of("<b>{}</b><i>{}</i>", "{}", "x").markup());
    }
}
