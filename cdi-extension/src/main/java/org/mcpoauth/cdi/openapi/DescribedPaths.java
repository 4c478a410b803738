package org.mcpoauth.cdi.openapi;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.cdi.openapi.DescribedEndpoint.Input;
import org.mcpoauth.cdi.openapi.DescribedEndpoint.Outcome;

/** The paths of one document. Used by one thread. */
final class DescribedPaths {
    private static final String TAG = "MCP authorization";

    private final Paths paths;
    private final Set<String> ofApplication;
    private final Map<String, PathItem> ours = new HashMap<>();

    DescribedPaths(OpenAPI document) {
        if (document.getPaths() == null) {
            document.setPaths(OASFactory.createPaths());
        }
        paths = document.getPaths();
        Map<String, PathItem> known = paths.getPathItems();
        ofApplication = known == null ? Set.of() : Set.copyOf(known.keySet());
    }

    /** Adds an endpoint, unless the application describes its path itself. */
    void add(DescribedEndpoint endpoint) {
        String path = path(endpoint.url());
        if (!ofApplication.contains(path)) {
            item(path, endpoint.url()).setOperation(endpoint.method(), operation(endpoint));
        }
    }

    /** The URL is public: it does not lie below what the application calls its root. */
    private PathItem item(String path, URI url) {
        return ours.computeIfAbsent(path, absent -> {
            PathItem added = OASFactory.createPathItem()
                    .addServer(OASFactory.createServer().url(url.getScheme() + "://" + url.getRawAuthority()));
            paths.addPathItem(path, added);
            return added;
        });
    }

    private static Operation operation(DescribedEndpoint endpoint) {
        Operation operation = OASFactory.createOperation()
                .operationId(endpoint.name())
                .summary(endpoint.summary())
                .addTag(TAG)
                .responses(responses(endpoint.outcomes()));
        Input input = endpoint.input();
        if (input != null) {
            add(operation, input);
        }
        return operation;
    }

    private static void add(Operation operation, Input input) {
        if (input.mediaType() == null) {
            input.required().forEach(name -> operation.addParameter(parameter(name, true)));
            input.optional().forEach(name -> operation.addParameter(parameter(name, false)));
        } else {
            operation.requestBody(
                    OASFactory.createRequestBody().required(true).content(content(input.mediaType(), schema(input))));
        }
    }

    private static Parameter parameter(String name, boolean isRequired) {
        return OASFactory.createParameter()
                .name(name)
                .in(Parameter.In.QUERY)
                .required(isRequired)
                .schema(text());
    }

    /** Other members and parameters are allowed: specifications add them (RFC 6749, section 3.2). */
    private static Schema schema(Input input) {
        Schema schema = OASFactory.createSchema().type(Schema.SchemaType.OBJECT);
        Schema value = Input.JSON.equals(input.mediaType()) ? OASFactory.createSchema() : text();
        input.required().forEach(name -> schema.addProperty(name, value).addRequired(name));
        input.optional().forEach(name -> schema.addProperty(name, value));
        return schema;
    }

    private static Schema text() {
        return OASFactory.createSchema().type(Schema.SchemaType.STRING);
    }

    private static APIResponses responses(List<Outcome> outcomes) {
        APIResponses responses = OASFactory.createAPIResponses();
        for (Outcome outcome : outcomes) {
            var response = OASFactory.createAPIResponse().description(outcome.meaning());
            if (outcome.mediaType() != null) {
                response.content(content(outcome.mediaType(), null));
            }
            responses.addAPIResponse(String.format(Locale.ROOT, "%d", outcome.status()), response);
        }
        return responses;
    }

    private static Content content(String mediaType, @Nullable Schema schema) {
        MediaType body = OASFactory.createMediaType();
        if (schema != null) {
            body.schema(schema);
        }
        return OASFactory.createContent().addMediaType(mediaType, body);
    }

    private static String path(URI url) {
        String path = url.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }
}
