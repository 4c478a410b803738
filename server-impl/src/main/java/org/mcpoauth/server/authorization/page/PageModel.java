package org.mcpoauth.server.authorization.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a page: texts by name, and sections, each shown as often as it has models. */
final class PageModel {
    private final @Nullable PageModel outer;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<PageModel>> sections = new HashMap<>();

    PageModel() {
        this(null);
    }

    private PageModel(@Nullable PageModel outer) {
        this.outer = outer;
    }

    PageModel text(String name, String value) {
        texts.put(name, value);
        return this;
    }

    /** Shows a section once if a condition holds. */
    PageModel section(String name, boolean shown) {
        return shown ? add(name, new PageModel(this)) : this;
    }

    /** Shows a section once more, with values of its own, which are to be set. */
    PageModel item(String name) {
        PageModel item = new PageModel(this);
        add(name, item);
        return item;
    }

    String text(String name) {
        String value = texts.get(name);
        if (value != null) {
            return value;
        }
        if (outer == null) {
            throw new IllegalStateException("the page has no value for " + name);
        }
        return outer.text(name);
    }

    List<PageModel> sections(String name) {
        List<PageModel> own = sections.get(name);
        if (own != null) {
            return own;
        }
        return outer == null ? List.of() : outer.sections(name);
    }

    private PageModel add(String name, PageModel model) {
        sections.computeIfAbsent(name, key -> new ArrayList<>()).add(model);
        return this;
    }
}
