package org.mcpoauth.reversals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The page that names for each requirement the tests that prove it. */
final class Page {
    private final List<Row> rows = new ArrayList<>();

    /**
     * One requirement.
     *
     * @param requirement what is required
     * @param document which document demands it, with its section
     * @param tests classes ("all methods") and methods, as {@code Class} or {@code Class.method}
     */
    record Row(String requirement, String document, Set<String> tests) {
        boolean names(String test) {
            return tests.contains(test) || tests.contains(test.substring(0, test.indexOf('.')));
        }
    }

    static Page read(Path page) throws IOException {
        Page read = new Page();
        for (String line : Files.readAllLines(page)) {
            if (line.equals("## Not proven")) {
                break;
            }
            String[] cells = line.split(" \\| ");
            if (line.startsWith("| ") && cells.length >= 3 && !cells[0].equals("| requirement")) {
                read.rows.add(new Row(cells[0].substring(2), cells[1], tests(cells[2])));
            }
        }
        return read;
    }

    /**
     * A name that begins with a dot, and a method that stands alone, is one of the class before it. A nested class
     * means the class around it; with a colon behind it, only the methods that follow.
     */
    private static Set<String> tests(String proof) {
        Set<String> tests = new HashSet<>();
        String[] parts = proof.split("`", -1);
        String type = "";
        for (int i = 1; i + 1 < parts.length; i += 2) {
            String name = parts[i].startsWith(".") ? type + parts[i] : parts[i];
            String last = name.substring(name.lastIndexOf('.') + 1);
            boolean isMethod = !last.isEmpty() && Character.isLowerCase(last.charAt(0));
            type = name.equals(last) && isMethod ? type : name.replaceFirst("\\..*", "");
            if (isMethod) {
                tests.add(type + "." + last);
            } else if (!parts[i + 1].startsWith(": ")) {
                tests.add(type);
            }
        }
        return tests;
    }

    List<Row> rows() {
        return rows;
    }

    /** The one row that begins so. */
    Row row(String beginning) {
        List<Row> found = rows.stream()
                .filter(row -> row.requirement().startsWith(beginning))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(found.size() + " rows of the page begin with: " + beginning);
        }
        return found.get(0);
    }
}
