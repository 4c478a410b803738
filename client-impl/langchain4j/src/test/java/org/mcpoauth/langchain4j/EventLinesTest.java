package org.mcpoauth.langchain4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WHATWG HTML, section 9.2.6, "Interpreting an event stream"; lines end with {@code |}. */
class EventLinesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "data: a||                       > a",
                "data:a||                        > a",
                "data:  a||                      > a",
                "data: a|data: b||               > a+b",
                "data: a||data: b||              > a;b",
                "event: message|data: a||        > a",
                "event: other|data: a||data: b|| > b",
                "event: other||data: b||         > b",
                ": comment|data: a||             > a",
                "unknown: x|data: a||            > a",
                "unknown|data: a||               > a",
                "data||                          > ''",
                "data:||                         > ''",
                "||                              > ''",
                "data: a|                        > ''",
                "id: 1|data: a||                 > '@1;a'",
                "id: 1||                         > '@1'",
                "id|data: a||                    > '@;a'",
                "retry: 10|data: a||             > '~10;a'",
                "DATA: a||                       > ''",
            })
    void anEventIsReadAsTheStandardHasIt(String stream, String read) {
        List<String> events = new ArrayList<>();
        EventLines lines = new EventLines(new EventLines.Events() {
            @Override
            public void message(String data) {
                events.add(data.replace('\n', '+'));
            }

            @Override
            public void position(String id) {
                events.add("@" + id);
            }

            @Override
            public void pause(String millis) {
                events.add("~" + millis);
            }
        });
        String all = stream.strip();
        for (String line : all.substring(0, all.length() - 1).split("\\|", -1)) {
            lines.read(line);
        }
        assertEquals(read == null ? "" : read, String.join(";", events));
    }
}
