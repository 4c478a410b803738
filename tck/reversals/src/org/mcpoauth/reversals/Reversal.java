package org.mcpoauth.reversals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One rule taken away: a text of a source file, what stands in its place, and the tests that must notice.
 *
 * @param line where it stands in the table
 * @param module the module that has the tests
 * @param row how the requirement begins on the page
 * @param file the source file, below the root of the project
 * @param cut what is taken away; stands in the file exactly once
 * @param put what comes instead
 * @param tests the tests that must turn red, as {@code Class.method}
 */
record Reversal(int line, String module, String row, String file, String cut, String put, List<String> tests) {
    private static final String USUAL = "server-impl";

    /**
     * Reads a table: blocks of lines with a key each, parted by empty lines; {@code #} begins a comment. A block
     * without row is one more of the row before it, with tests of the same module.
     */
    static List<Reversal> table(Path table) throws IOException {
        List<Reversal> all = new ArrayList<>();
        Map<String, String> block = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>(Files.readAllLines(table));
        lines.add("");
        int begin = 1;
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i);
            if (text.startsWith("#")) {
                continue;
            }
            if (!text.isEmpty()) {
                begin = block.isEmpty() ? i + 1 : begin;
                int blank = text.indexOf(' ');
                String key = blank < 0 ? text : text.substring(0, blank);
                // several lines with one key are lines of one text
                block.merge(key, blank < 0 ? "" : text.substring(blank + 1), (one, next) -> one + "\n" + next);
            } else if (!block.isEmpty()) {
                if (!block.containsKey("row") && !all.isEmpty()) {
                    Reversal before = all.get(all.size() - 1);
                    block.put("row", before.row());
                    block.putIfAbsent("module", before.module());
                }
                block.putIfAbsent("module", USUAL);
                all.add(of(begin, block));
                block.clear();
            }
        }
        return all;
    }

    private static Reversal of(int line, Map<String, String> block) {
        for (String key : List.of("row", "file", "cut", "put", "red")) {
            if (!block.containsKey(key)) {
                throw new IllegalArgumentException("line " + line + ": no " + key);
            }
        }
        return new Reversal(
                line,
                block.get("module"),
                block.get("row"),
                place(block.get("file")),
                block.get("cut"),
                block.get("put"),
                List.of(block.get("red").split("[ \n]+")));
    }

    /** {@code server/token/JwtVerifier} is a class of the module server-impl. */
    private static String place(String name) {
        String home = name.substring(0, name.indexOf('/'));
        String module = switch (home) {
            case "server" -> "server-impl";
            case "cdi" -> "cdi-extension";
            default -> home;
        };
        return module + "/src/main/java/org/mcpoauth/" + name + ".java";
    }

    /** The name of the file without folder and ending, with what was cut, on one line. */
    String summary() {
        String name = file.substring(file.lastIndexOf('/') + 1);
        String first = cut.strip().lines().findFirst().orElse("");
        return name + ": " + (first.length() > 70 ? first.substring(0, 70) + "..." : first);
    }
}
