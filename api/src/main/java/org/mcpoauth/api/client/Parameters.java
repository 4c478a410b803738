package org.mcpoauth.api.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * OAuth parameters in the order they were given; a name may occur several times, as {@code resource}
 * does (RFC 8707). The text form shows names only.
 *
 * @param all the parameters
 */
public record Parameters(List<Parameter> all) {
    /** No parameter. */
    public static final Parameters NONE = new Parameters(List.of());

    /** Copies the list. */
    public Parameters {
        all = List.copyOf(all);
    }

    /**
     * One parameter.
     *
     * @param name the name, not empty
     * @param value the value; may be empty
     */
    public record Parameter(String name, String value) {

        /**
         * Checks the name.
         *
         * @throws IllegalArgumentException if the name is empty
         */
        public Parameter {
            Objects.requireNonNull(value, "value");
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a parameter has a name");
            }
        }

        /** Gives the name; the value may be a secret. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A builder without parameters.
     *
     * @return a new builder, to be used by one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The single value of a parameter.
     *
     * @param name the name, compared exactly
     * @return the value of the only occurrence, empty when there is none
     * @throws IllegalStateException if the parameter occurs several times
     */
    public Optional<String> single(String name) {
        List<String> values = values(name);
        if (values.size() > 1) {
            throw new IllegalStateException("parameter occurs several times: " + name);
        }
        return values.stream().findFirst();
    }

    /**
     * All values of a parameter.
     *
     * @param name the name, compared exactly
     * @return the values in their order, empty when there is none
     */
    public List<String> values(String name) {
        return all.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .toList();
    }

    /**
     * These parameters followed by others.
     *
     * @param others what to append
     * @return the longer list
     */
    public Parameters and(Parameters others) {
        return builder().addAll(this).addAll(others).build();
    }

    /**
     * The form encoding (RFC 6749, appendix B), for a body or a query.
     *
     * @return {@code application/x-www-form-urlencoded} text, empty for no parameters
     */
    public String encode() {
        return all.stream()
                .map(parameter -> encoded(parameter.name()) + "=" + encoded(parameter.value()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Collects parameters. Not safe for use by several threads. */
    public static final class Builder {
        private final List<Parameter> parameters = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a parameter.
         *
         * @param name the name, not empty
         * @param value the value, or {@code null} to add nothing
         * @return this builder
         * @throws IllegalArgumentException if the name is empty
         */
        public Builder add(String name, @Nullable String value) {
            if (value != null) {
                parameters.add(new Parameter(name, value));
            }
            return this;
        }

        /**
         * Adds all parameters of a list.
         *
         * @param others what to add
         * @return this builder
         */
        public Builder addAll(Parameters others) {
            parameters.addAll(others.all());
            return this;
        }

        /**
         * The parameters so far.
         *
         * @return an immutable list
         */
        public Parameters build() {
            return parameters.isEmpty() ? NONE : new Parameters(parameters);
        }
    }
}
