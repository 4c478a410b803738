package org.mcpoauth.cdi.openapi;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint in words.
 *
 * @param url its public URL
 * @param method how it is called
 * @param name what tools may call it
 * @param summary what it is, with its document
 * @param input what goes in, {@code null} for nothing
 * @param outcomes the answers
 */
record DescribedEndpoint(
        URI url,
        HttpMethod method,
        String name,
        String summary,
        @Nullable Input input,
        List<Outcome> outcomes) {
    DescribedEndpoint {
        Objects.requireNonNull(url, "url");
        outcomes = List.copyOf(outcomes);
    }

    /**
     * Parameters of a query or form, or a body of JSON.
     *
     * @param mediaType the type of the body, {@code null} for a query
     * @param required the parameters that must be there
     * @param optional those that may
     */
    record Input(@Nullable String mediaType, List<String> required, List<String> optional) {
        static final String FORM = "application/x-www-form-urlencoded";
        static final String JSON = "application/json";

        Input {
            required = List.copyOf(required);
            optional = List.copyOf(optional);
        }

        static Input query(List<String> required, List<String> optional) {
            return new Input(null, required, optional);
        }

        static Input form(List<String> required, List<String> optional) {
            return new Input(FORM, required, optional);
        }

        static Input json(List<String> required, List<String> optional) {
            return new Input(JSON, required, optional);
        }
    }

    /**
     * An answer.
     *
     * @param status its status
     * @param meaning what it says
     * @param mediaType the type of its body, {@code null} for none
     */
    record Outcome(int status, String meaning, @Nullable String mediaType) {
        static Outcome json(int status, String meaning) {
            return new Outcome(status, meaning, Input.JSON);
        }

        static Outcome page(int status, String meaning) {
            return new Outcome(status, meaning, "text/html");
        }

        static Outcome empty(int status, String meaning) {
            return new Outcome(status, meaning, null);
        }
    }

    /** A document that everybody may read. */
    static DescribedEndpoint document(URI url, String name, String summary) {
        return new DescribedEndpoint(
                url, HttpMethod.GET, name, summary, null, List.of(Outcome.json(200, "the document")));
    }
}
