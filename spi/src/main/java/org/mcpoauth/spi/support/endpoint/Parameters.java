package org.mcpoauth.spi.support.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;

/**
 * The parameters of a query or form. A parameter without a value counts as absent, and none may occur
 * twice (RFC 6749, sections 3.1 and 3.2) but {@code resource} (RFC 8707, section 2).
 */
public final class Parameters {
    /** No parameter at all. */
    public static final Parameters NONE = new Parameters(Map.of());

    private static final String RESOURCE = "resource";
    private static final int MAX_COUNT = 256;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads the text of a query or form.
     *
     * @param text the text as it was received
     * @return the parameters
     * @throws MalformedException if the text breaks a rule of {@link FormText} or has over 256 parameters
     */
    public static Parameters parse(String text) throws MalformedException {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (++count > MAX_COUNT) {
                throw new MalformedException(Fault.TOO_LARGE, "too many parameters");
            }
            String name = FormText.decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : FormText.decode(pair.substring(equals + 1));
            if (!value.isEmpty()) {
                values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
            }
        }
        return new Parameters(values);
    }

    /**
     * The one value of a parameter.
     *
     * @param name the name
     * @return the value, empty when the parameter is absent or repeated
     */
    public Optional<String> find(String name) {
        List<String> all = all(name);
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /**
     * All values of a parameter.
     *
     * @param name the name
     * @return the values in their order; may be empty
     */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * Whether a parameter occurs at all.
     *
     * @param name the name
     * @return {@code true} if it has a value
     */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * Whether a parameter occurs more than once that must not.
     *
     * @return {@code true} if the request has to be refused
     */
    public boolean isAnyRepeated() {
        return values.entrySet().stream()
                .anyMatch(entry -> entry.getValue().size() > 1 && !RESOURCE.equals(entry.getKey()));
    }
}
